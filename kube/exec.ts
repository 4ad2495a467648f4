import { Writable } from 'node:stream';

import { Exec, KubeConfig } from '@kubernetes/client-node';
import type { V1Status } from '@kubernetes/client-node';

export interface ExecTarget {
  namespace: string;
  pod: string;
  container: string;
}

/** How a program in a container ended. */
export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program in a container and answers how it ended. Throws the signal's reason when that aborts first (the program
 * itself is then left to end alone), and an Error when the API server refuses or the connection breaks.
 */
export type ExecInPod = (
  target: ExecTarget,
  command: readonly string[],
  options: { signal: AbortSignal; /** Of each stream; more is dropped. */ limitBytes: number }
) => Promise<ExecResult>;

/** For a KubeConfig; without one, for what the surroundings say. Needs the right to create `pods/exec`. */
export function createExec(config: KubeConfig = defaultConfig()): ExecInPod {
  const exec = new Exec(config);
  return async ({ namespace, pod, container }, command, { signal, limitBytes }) => {
    signal.throwIfAborted();
    const stdout = new Collected(limitBytes);
    const stderr = new Collected(limitBytes);
    const { promise: ended, resolve, reject } = deferred<V1Status>();
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const opening = exec.exec(
      namespace,
      pod,
      container,
      [...command],
      stdout,
      stderr,
      null,
      false,
      resolve
    );
    opening.then(
      socket => {
        socket.onclose = () => reject(new Error('The connection to the program was closed.'));
        // A socket that opens only after nobody waits any more.
        if (signal.aborted) {
          socket.close();
        }
      },
      (error: unknown) => reject(refusal(error))
    );
    try {
      return { exitCode: exitCodeOf(await ended), stdout: stdout.text, stderr: stderr.text };
    } finally {
      signal.removeEventListener('abort', abort);
      void opening.then(
        socket => socket.close(),
        () => undefined
      );
    }
  };
}

function defaultConfig(): KubeConfig {
  const config = new KubeConfig();
  config.loadFromDefault();
  return config;
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
}

/** The web socket's errors are events, whose message says what the API server answered. */
function refusal(error: unknown): Error {
  const message = (error as { message?: string } | null)?.message;
  return new Error(`The program cannot be run: ${message ?? String(error)}.`, { cause: error });
}

/** The API server says "Success", or a cause "ExitCode"; anything else is its own trouble. */
function exitCodeOf({ status, details, message }: V1Status): number {
  if (status === 'Success') {
    return 0;
  }
  const code = details?.causes?.find(cause => cause.reason === 'ExitCode')?.message;
  if (code === undefined) {
    throw new Error(`The program cannot be run: ${message ?? 'no reason is given'}.`);
  }
  return Number(code);
}

class Collected extends Writable {
  private readonly chunks: Buffer[] = [];
  private size = 0;

  constructor(private readonly limit: number) {
    super();
  }

  get text(): string {
    return Buffer.concat(this.chunks).subarray(0, this.limit).toString('utf8');
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.size < this.limit) {
      this.chunks.push(chunk);
      this.size += chunk.length;
    }
    done();
  }
}
