/** Logs that outlive their pods in the bucket of their project. */
import type { ReplicaLine } from '@kubeflow-lab/resources';

import { withBucket } from '../files/bucket.js';
import { readTail } from '../files/objects.js';
import { fileKey } from '../files/path.js';
import { toProblem } from '../http/problem.js';
import type { Caller } from '../identity/authenticator.js';
import type { LogPart } from './source.js';

/** The newest lines, at most so many, of a part whose log is kept; none of one whose log is not. */
export type ReadKept = (part: LogPart, tail: number) => Promise<ReplicaLine[]>;

/** Of a longer log the end is read. */
const BYTES_MAX = 4 * 2 ** 20;

/** Reads what `caller` may read. What keeps them from it is a line of the log, so that it is not taken for empty. */
export function keptReader(caller: Caller, endpoints: readonly string[]): ReadKept {
  return async (part, tail) => {
    const { kept, namespace, replica } = part;
    if (kept === undefined) {
      return [];
    }
    const line = (text: string): ReplicaLine => ({ replica, time: kept.time, text });
    try {
      const key = fileKey(kept.key.split('/'));
      const text = await withBucket(caller, namespace, endpoints, bucket =>
        readTail(bucket, key, BYTES_MAX)
      );
      return text.replace(/\n$/, '').split('\n').slice(-tail).map(line);
    } catch (error) {
      const { detail } = toProblem(error).problem;
      return [line(`The log of this step is kept in the bucket. ${detail}`)];
    }
  };
}
