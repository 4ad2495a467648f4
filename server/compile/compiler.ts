/**
 * The compiler in a thread of its own. Notebooks are anybody's: one that takes long, or all memory, must not keep the
 * server from answering everybody else.
 */
import { Worker, parentPort } from 'node:worker_threads';

import { ProblemError } from '../http/problem.js';
import { runTask } from './task.js';
import type { CompileResult, CompileTask } from './task.js';

export interface Compiler {
  /** Throws a problem 422 where a notebook takes more than it is given. */
  run(task: CompileTask): Promise<CompileResult>;
  /** Ends what is under way. */
  stop(): Promise<void>;
}

type Answer = { result: CompileResult } | { failure: string };
/** The thread says that it has begun before it answers anything. */
type Message = Answer | 'ready';

/** For one notebook, counted from when the thread is there to take it. */
const TIMEOUT_MS = 10_000;
/** For the thread to begin, which on a busy node takes longer than any notebook. */
const START_MS = 60_000;
/** Megabytes: of what the whole server has, a part. */
const MEMORY_MAX = 192;
/** Tasks that wait for their turn. */
const WAITING_MAX = 100;

interface Waiting {
  task: CompileTask;
  resolve(result: CompileResult): void;
  reject(error: Error): void;
}

/** One notebook after the other; the thread begins with the first, and anew after one that was too much for it. */
export class CompilerThread implements Compiler {
  private worker: Worker | null = null;
  private ready = false;
  private readonly waiting: Waiting[] = [];
  private current: Waiting | null = null;
  private timer: NodeJS.Timeout | undefined;

  /** @param script a module whose worker calls `serveTasks` */
  constructor(
    private readonly script: URL,
    private readonly timeoutMs = TIMEOUT_MS
  ) {}

  run(task: CompileTask): Promise<CompileResult> {
    if (this.waiting.length >= WAITING_MAX) {
      throw new ProblemError(503, 'Too many notebooks are being compiled; try again soon.', {
        retryAfter: 5
      });
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ task, resolve, reject });
      this.next();
    });
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    const ended = new Error('The server is stopping.');
    [this.current, ...this.waiting.splice(0)].forEach(open => open?.reject(ended));
    this.current = null;
    await this.worker?.terminate();
  }

  private next(): void {
    const next = this.current === null ? this.waiting.shift() : undefined;
    if (next === undefined) {
      return;
    }
    this.current = next;
    this.worker ??= this.begin();
    this.allow(this.ready ? this.timeoutMs : START_MS);
    this.worker.postMessage(next.task);
  }

  /** Gives the thread so long for what it is at. */
  private allow(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fail('it took too long'), milliseconds);
  }

  private begin(): Worker {
    const worker = new Worker(this.script, {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX }
    });
    worker.unref();
    const own = (handle: () => void) => {
      if (this.worker === worker) {
        handle();
      }
    };
    worker.on('message', (message: Message) =>
      own(() => (message === 'ready' ? this.begun() : this.take(message)))
    );
    worker.on('error', error => own(() => this.fail(error.message)));
    worker.on('exit', () => own(() => this.fail('its thread ended')));
    return worker;
  }

  private begun(): void {
    this.ready = true;
    if (this.current !== null) {
      this.allow(this.timeoutMs);
    }
  }

  private take(answer: Answer): void {
    const asked = this.settle();
    if ('result' in answer) {
      asked?.resolve(answer.result);
    } else {
      asked?.reject(tooMuch(answer.failure));
    }
    this.next();
  }

  /** Gives the thread up, and the task that it was at. */
  private fail(why: string): void {
    const { worker, ready } = this;
    this.worker = null;
    this.ready = false;
    void worker?.terminate();
    this.settle()?.reject(ready ? tooMuch(why) : notBegun(why));
    this.next();
  }

  private settle(): Waiting | null {
    const { current } = this;
    clearTimeout(this.timer);
    this.current = null;
    return current;
  }
}

/** The compiler in this thread, for tests and for what is known to be small. */
export const directCompiler: Compiler = {
  run: async task => {
    const answer = answerTo(task);
    if ('failure' in answer) {
      throw tooMuch(answer.failure);
    }
    return answer.result;
  },
  stop: async () => {}
};

/** What the thread does: answers each task. */
export function serveTasks(): void {
  parentPort?.postMessage('ready');
  parentPort?.on('message', (task: CompileTask) => parentPort?.postMessage(answerTo(task)));
}

function answerTo(task: CompileTask): Answer {
  try {
    return { result: runTask(task) };
  } catch (error) {
    return { failure: String(error) };
  }
}

function tooMuch(why: string): ProblemError {
  return new ProblemError(
    422,
    'The notebook cannot be compiled: its cells are too long or too deeply nested. Move code into a module beside it.',
    { cause: new Error(why) }
  );
}

function notBegun(why: string): ProblemError {
  return new ProblemError(503, 'The compiler does not start at the moment; try again soon.', {
    retryAfter: 5,
    cause: new Error(why)
  });
}
