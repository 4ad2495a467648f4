import { UnreachableError } from './errors.js';

/** The caller's signal and a time limit as one signal, telling afterwards which of the two it was. */
export class Deadline {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout;
  private readonly forward: () => void;
  private expired = false;

  constructor(
    private readonly milliseconds: number,
    private readonly outer?: AbortSignal
  ) {
    this.timer = this.start();
    this.forward = () => this.controller.abort(outer?.reason);
    if (outer?.aborted) {
      this.forward();
    }
    outer?.addEventListener('abort', this.forward, { once: true });
  }

  /** Whether the time is over. */
  get hasExpired(): boolean {
    return this.expired;
  }

  /** Counts the time from now on again. */
  restart(): void {
    clearTimeout(this.timer);
    this.timer = this.start();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The error to throw for one that came up while the signal stood. */
  explain(error: unknown): unknown {
    if (this.expired) {
      const seconds = this.milliseconds / 1000;
      return new UnreachableError(`The Kubernetes API did not answer within ${seconds} s.`);
    }
    return this.outer?.aborted ? this.outer.reason : error;
  }

  private start(): NodeJS.Timeout {
    return setTimeout(() => {
      this.expired = true;
      this.controller.abort();
    }, this.milliseconds);
  }

  clear(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.forward);
  }
}
