import type { Column } from './columns';

/** The trials as they are drawn: everything by the place of a trial in the sweep. */
export interface BoardData {
  names: readonly string[];
  parameters: readonly Column[];
  objective: Column;
  /** Of each trial its number, from 1 on. */
  number: Column;
  /** Other metrics that trials reported. */
  others: readonly Column[];
  /** 1 where more of the objective is better, -1 where less is. */
  sign: number;
  /** How good each trial is, from 0 to 1; NaN where that is not known. */
  quality: Float64Array;
  /** How the objective went in each trial. */
  curves: readonly (readonly [number, number][])[];
  /** Whether a trial was stopped early. */
  stopped: readonly boolean[];
}

/** A range of a column's numbers, both ends included. */
export type Range = [low: number, high: number];

/** Paints one picture by the state of the board, a little with each step. */
export type Painter = () => Iterator<void>;

/** How long the pictures may be painted before the browser is given its turn. */
const SLICE_MS = 8;

/**
 * What all pictures of a sweep share: the trials, what is chosen of them, and when they are painted. Choosing in one
 * filters all. It is no state of React's, because thousands of trials are painted anew with every move of the pointer.
 */
export class Board {
  private readonly filters = new Map<string, Range>();
  private readonly painters = new Set<Painter>();
  private readonly listeners = new Set<() => void>();
  private readonly dirty = new Set<Painter>();
  /** The picture that is being painted. */
  private begun: { painter: Painter; steps: Iterator<void> } | null = null;
  private isWaiting = false;
  private picked: number | null = null;
  private passes: Uint8Array;

  constructor(private current: BoardData) {
    this.passes = new Uint8Array(current.names.length).fill(1);
  }

  get data(): BoardData {
    return this.current;
  }

  /** Of each trial 1 where it is in all ranges that are chosen, else 0. */
  get passing(): Uint8Array {
    return this.passes;
  }

  get isFiltered(): boolean {
    return this.filters.size > 0;
  }

  /** The place of the trial that is picked out; null where none is. */
  get chosen(): number | null {
    return this.picked;
  }

  /** The range that is chosen of a column. */
  range(column: string): Range | undefined {
    return this.filters.get(column);
  }

  /** Other trials, or more of them; what is chosen stays. */
  update(data: BoardData): void {
    const name = this.picked === null ? '' : this.current.names[this.picked];
    const place = data.names.indexOf(name);
    this.current = data;
    this.begun = null;
    this.picked = place < 0 ? null : place;
    this.filtered();
  }

  /** Chooses ranges of columns; null takes a column's range back. */
  filter(
    ranges: readonly (readonly [column: string, range: Range | null])[],
    first?: Painter
  ): void {
    for (const [column, range] of ranges) {
      if (range === null) {
        this.filters.delete(column);
      } else {
        this.filters.set(column, range);
      }
    }
    this.filtered(first);
  }

  clear(): void {
    this.filters.clear();
    this.filtered();
  }

  choose(place: number | null): void {
    if (place !== this.picked) {
      this.picked = place;
      this.changed();
    }
  }

  /** Hears of every change of what is chosen; the answer ends that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Paints a picture with every change, and soon for the first time; the answer ends that. */
  onPaint(painter: Painter): () => void {
    this.painters.add(painter);
    this.paintSoon([painter]);
    return () => {
      this.painters.delete(painter);
      this.dirty.delete(painter);
      if (this.begun?.painter === painter) {
        this.begun = null;
      }
    };
  }

  paintSoon(painters: Iterable<Painter>): void {
    for (const painter of painters) {
      this.dirty.add(painter);
    }
    if (!this.isWaiting && this.dirty.size > 0) {
      this.isWaiting = true;
      requestAnimationFrame(this.paint);
    }
  }

  private filtered(first?: Painter): void {
    this.passes = passing(this.current, this.filters);
    this.changed(first);
  }

  private changed(first?: Painter): void {
    this.listeners.forEach(listener => listener());
    if (first !== undefined) {
      this.hurry(first);
    }
    this.paintSoon(this.painters);
  }

  /** Lets the picture under the pointer be painted before all others, also before one that is begun. */
  private hurry(first: Painter): void {
    if (this.begun !== null && this.begun.painter !== first) {
      this.begun = null;
    }
    const others = [...this.dirty];
    this.dirty.clear();
    [first, ...others].forEach(painter => this.dirty.add(painter));
  }

  /** Paints for a while: a picture that is begun is ended, even where it has changed since, so that all get their turn. */
  private readonly paint = (): void => {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until && this.step());
    this.isWaiting = this.begun !== null || this.dirty.size > 0;
    if (this.isWaiting) {
      afterOthers(this.paint);
    }
  };

  /** Paints a little; answers whether there was something to paint. */
  private step(): boolean {
    if (this.begun === null) {
      const [painter] = this.dirty;
      if (painter === undefined) {
        return false;
      }
      this.dirty.delete(painter);
      this.begun = { painter, steps: painter() };
    }
    if (this.begun.steps.next().done) {
      this.begun = null;
    }
    return true;
  }
}

/** Does something as soon as what waits already has had its turn. A timer would wait for some milliseconds more. */
function afterOthers(act: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    act();
  };
  port2.postMessage(null);
}

function passing(data: BoardData, filters: ReadonlyMap<string, Range>): Uint8Array {
  const passes = new Uint8Array(data.names.length).fill(1);
  const columns = [...data.parameters, data.objective, data.number, ...data.others];
  for (const { name, raw } of columns) {
    const range = filters.get(name);
    if (range !== undefined) {
      raw.forEach((value, row) => {
        // Also false where the value is missing.
        if (!(value >= range[0] && value <= range[1])) {
          passes[row] = 0;
        }
      });
    }
  }
  return passes;
}
