import { UnreachableError } from './errors.js';

/** The caller's signal and a time limit as one signal, telling afterwards which of the two it was. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly forward: () => void;
  private expired = false;

  constructor(
    private readonly milliseconds: number,
    private readonly outer?: AbortSignal
  ) {
    this.timer = setTimeout(() => {
      this.expired = true;
      this.controller.abort();
    }, milliseconds);
    this.forward = () => this.controller.abort(outer?.reason);
    if (outer?.aborted) {
      this.forward();
    }
    outer?.addEventListener('abort', this.forward, { once: true });
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

  clear(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.forward);
  }
}
