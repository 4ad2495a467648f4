import type { Request } from 'express';

/** Whether a person follows a link or types an address, so that a page helps them, and not a script asks. */
export function isForPerson(request: Request): boolean {
  const mode = request.get('sec-fetch-mode');
  return mode !== undefined
    ? mode === 'navigate'
    : /\btext\/html\b/.test(request.get('accept') ?? '');
}
