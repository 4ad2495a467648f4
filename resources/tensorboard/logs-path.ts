/** Where the event files of a TensorBoard lie, as its `logspath` says. */
import { isObjectName } from '../common/names.js';

export type LogsPath =
  /** A folder of a volume; `path` is relative, and '' for all of it. */
  | { kind: 'claim'; claim: string; path: string }
  /** A folder of a bucket, read over S3. */
  | { kind: 'bucket'; uri: string };

/** Reads `pvc://CLAIM/FOLDER` or `s3://BUCKET/FOLDER`; answers a sentence that says what is wrong with anything else. */
export function readLogsPath(text: unknown): LogsPath | string {
  const match = /^(pvc|s3):\/\/([^/]+)(?:\/(.*))?$/.exec(typeof text === 'string' ? text : '');
  if (match === null) {
    return 'Say where the logs are: pvc://CLAIM/FOLDER for a volume, or s3://BUCKET/FOLDER for a bucket.';
  }
  const [, scheme, place, rest = ''] = match;
  const parts = rest.split('/').filter(part => part !== '');
  // eslint-disable-next-line no-control-regex
  if (parts.some(part => part === '.' || part === '..' || /[\u0000-\u001f\u007f]/.test(part))) {
    return 'The folder of the logs must not have parts "." and "..", or control characters.';
  }
  const path = parts.join('/');
  if (scheme === 's3') {
    return { kind: 'bucket', uri: `s3://${[place, ...parts].join('/')}` };
  }
  return isObjectName(place)
    ? { kind: 'claim', claim: place, path }
    : `"${place.slice(0, 80)}" cannot be the name of a volume claim.`;
}
