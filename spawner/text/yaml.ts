import { ApiError, unreachable } from '../api/problem.js';

/** Loaded only where it is needed: it is as large as a fifth of the rest of the app. */
export async function loadYaml(): Promise<typeof import('yaml')> {
  try {
    return await import('yaml');
  } catch {
    throw new ApiError(unreachable());
  }
}
