import { createHash } from 'node:crypto';

/** Remembers for a while what was found to be so, by a hash: not every change is a reason to ask the bucket service. */
export class Confirmed {
  private readonly known = new Map<string, { hash: string; until: number }>();

  constructor(
    private readonly milliseconds: number,
    private readonly now: () => number = Date.now
  ) {}

  add(key: string, fact: unknown): void {
    this.known.set(key, { hash: hashOf(fact), until: this.now() + this.milliseconds });
  }

  has(key: string, fact: unknown): boolean {
    const known = this.known.get(key);
    return known !== undefined && known.hash === hashOf(fact) && this.now() < known.until;
  }

  clear(): void {
    this.known.clear();
  }
}

function hashOf(fact: unknown): string {
  return createHash('sha256').update(JSON.stringify(fact)).digest('base64');
}
