/** What may name a file of a bucket. */
import { ProblemError } from '../http/problem.js';

/** S3's limit, in bytes of UTF-8. */
const LONGEST = 1024;
const encoder = new TextEncoder();

/**
 * The key of a file, from the decoded segments of an address. Throws a problem 400 for what would be another file to
 * another parser: empty and relative segments, slashes and backslashes within one, control characters.
 */
export function fileKey(segments: readonly string[]): string {
  const key = segments.join('/');
  if (segments.length === 0 || !segments.every(isName) || !fits(key)) {
    throw new ProblemError(
      400,
      'This cannot be the path of a file: it must be names joined by single slashes, and none of them "." or "..".'
    );
  }
  return key;
}

/** A folder as a prefix: '' or names that each end with a slash. Throws a problem 400 for anything else. */
export function folderPrefix(text: unknown): string {
  if (text === undefined || text === '') {
    return '';
  }
  const segments =
    typeof text === 'string' && text.endsWith('/') ? text.slice(0, -1).split('/') : [''];
  if (!segments.every(isName) || !fits(String(text))) {
    throw new ProblemError(400, '"prefix" must be a folder: names that each end with one slash.');
  }
  return text as string;
}

/** Slashes, backslashes, and everything below the space. */
// eslint-disable-next-line no-control-regex -- exactly those are refused
const NOT_IN_NAMES = /[/\\\u0000-\u001f\u007f]/;

function isName(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && !NOT_IN_NAMES.test(segment);
}

function fits(key: string): boolean {
  return encoder.encode(key).length <= LONGEST;
}
