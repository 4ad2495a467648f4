/** What the API server answered, kept for as long as it may be believed. */
import { isUnreachable } from '@kubeflow-lab/kube';

/** So long an answer may be wrong that has changed meanwhile. */
const FRESH_MS = 5_000;

interface Answer<T> {
  value: Promise<T>;
  at: number;
}

/** Answers by key: at most 5 s old, and asked for once where many ask at the same time. */
export class Answers<T> {
  private readonly known = new Map<string, Answer<T>>();

  /**
   * @param staleMs so long the last answer holds while the API server is away
   * @param max so many are kept
   */
  constructor(
    private readonly staleMs: number,
    private readonly max: number,
    private readonly now: () => number = Date.now
  ) {}

  /** The answer of a key, asked for where there is none, or an old one. Throws what asking throws. */
  async of(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.known.get(key);
    if (known !== undefined && this.now() - known.at < FRESH_MS) {
      return known.value;
    }
    const asked = ask().catch(async (error: unknown) => {
      if (isUnreachable(error) && known !== undefined && this.now() - known.at < this.staleMs) {
        this.known.set(key, known);
        return known.value;
      }
      this.known.delete(key);
      throw error;
    });
    if (this.known.size >= this.max) {
      this.known.clear();
    }
    this.known.set(key, { value: asked, at: this.now() });
    return asked;
  }

  /** Forgets what is known of some keys. */
  forget(which: (key: string) => boolean): void {
    for (const key of this.known.keys()) {
      if (which(key)) {
        this.known.delete(key);
      }
    }
  }
}
