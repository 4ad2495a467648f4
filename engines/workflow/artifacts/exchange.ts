import { access, chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { isArchive, pack, unpack } from './archive.js';
import type { Plan, PlannedInput, PlannedOutput, PlannedParameter } from './plan.js';
import type { Report } from './report.js';
import type { Storage } from './storage.js';

/** Whatever user the step runs as, it may change what it got. */
const ANYBODY = 0o777;

/**
 * Brings all inputs and then marks that by a file. Does nothing where the mark is there: the step has begun, and what
 * it has changed must not be brought again. Throws what a person should read.
 */
export async function bring(plan: Plan, storage: Storage, mark: string): Promise<void> {
  if (await exists(mark)) {
    return;
  }
  await Promise.all(plan.inputs.map(input => bringOne(input, storage)));
  await writeFile(mark, '');
}

async function bringOne(input: PlannedInput, storage: Storage): Promise<void> {
  // What an attempt that was broken off has left.
  await rm(input.path, { recursive: true, force: true });
  await mkdir(dirname(input.path), { recursive: true });
  if ('raw' in input.from) {
    await writeFile(input.path, input.from.raw);
  } else {
    const from = 's3' in input.from ? input.from.s3 : input.from.http;
    await storage.download(from, input.path).catch((error: unknown) => {
      throw new Error(`the artifact ${input.name}: ${sentenceOf(error)}`);
    });
  }
  if (input.unpack && (await isArchive(input.path))) {
    await unpack(input.path);
  }
  const { mode = (await stat(input.path)).isDirectory() ? ANYBODY : 0o666 } = input;
  await chmod(input.path, mode);
}

/** Keeps all that the step has made. What cannot be kept is said in the report; the rest is kept nevertheless. */
export async function keep(plan: Plan, storage: Storage): Promise<Report> {
  const problems: string[] = [];
  const tried = async <T>(what: string, work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      problems.push(`${what}: ${sentenceOf(error)}`);
      return null;
    }
  };
  const parameters = await Promise.all(
    plan.parameters.map(async parameter => {
      const value = await tried(`the parameter ${parameter.name}`, readParameter(parameter));
      return value === null ? [] : [[parameter.name, value] as const];
    })
  );
  const artifacts = await Promise.all(
    plan.outputs.map(async output => {
      const kept = await tried(`the artifact ${output.name}`, keepOne(output, storage));
      return kept === true ? [output.name] : [];
    })
  );
  return {
    parameters: Object.fromEntries(parameters.flat()),
    artifacts: artifacts.flat(),
    error: problems.length === 0 ? null : problems.join('; ').slice(0, 1000)
  };
}

async function readParameter(parameter: PlannedParameter): Promise<string> {
  try {
    // As Argo: one line end at the end is not part of the value.
    return (await readFile(parameter.path, 'utf8')).replace(/\r?\n$/, '');
  } catch (error) {
    if (parameter.default !== undefined) {
      return parameter.default;
    }
    throw isMissing(error) ? new Error('the step has not written its file.') : error;
  }
}

/** False where an optional artifact was not made. */
async function keepOne(output: PlannedOutput, storage: Storage): Promise<boolean> {
  if (!(await exists(output.path))) {
    if (output.optional) {
      return false;
    }
    throw new Error('the step has not made it.');
  }
  if (!output.pack) {
    await storage.upload(output.path, output.to);
    return true;
  }
  const archive = await pack(output.path);
  try {
    await storage.upload(archive, output.to);
  } finally {
    await rm(archive, { force: true });
  }
  return true;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  );
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** What an error says, as a sentence of bearable length. */
export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.slice(0, 500);
}
