import { type Curve, POINTS_MAX, readEvents, type TimedPoint } from '@kubeflow-lab/resources';

/** A place with folders and files, by paths without a slash at either end. */
export interface Place {
  list(folder: string): Promise<{ folders: string[]; files: PlacedFile[] }>;
  read(path: string): Promise<Uint8Array>;
}

export interface PlacedFile {
  path: string;
  size: number;
  /** RFC 3339. */
  modified: string;
}

/** Graphs and images make event files large; larger ones are left out. */
const BYTES_MAX = 50 * 2 ** 20;
const FILES_MAX = 50;
/** How deep runs lie below the folder that is named, as `run-7/train`. */
const DEPTH_MAX = 3;

interface Known {
  stamp: string;
  run: string;
  tags: Map<string, TimedPoint[]>;
}

/** The scalars of the event files below a folder, as curves. */
export class EventReader {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly place: Place,
    private readonly folder: string
  ) {}

  /** All curves as they are now; only files that have changed are read. Rejects where the folder cannot be read. */
  async read(): Promise<Curve[]> {
    const files = await this.find(this.folder, DEPTH_MAX);
    for (const { path, size, modified } of files) {
      const stamp = `${size} ${modified}`;
      if (this.known.get(path)?.stamp !== stamp) {
        const run = path.slice(this.folder.length + 1, Math.max(0, path.lastIndexOf('/')));
        this.known.set(path, { stamp, run, tags: tagsOf(await this.place.read(path)) });
      }
    }
    return curvesOf(files.map(({ path }) => this.known.get(path)!));
  }

  private async find(folder: string, depth: number): Promise<PlacedFile[]> {
    const { folders, files } = await this.place.list(folder);
    const found = files.filter(
      ({ path, size }) => /tfevents[^/]*$/.test(path) && size <= BYTES_MAX
    );
    if (depth > 0) {
      for (const below of folders) {
        found.push(...(await this.find(below, depth - 1)));
      }
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, FILES_MAX);
  }
}

function tagsOf(bytes: Uint8Array): Map<string, TimedPoint[]> {
  const tags = new Map<string, TimedPoint[]>();
  for (const { tag, time, step, value } of readEvents(bytes).scalars) {
    if (Number.isFinite(value)) {
      const points = tags.get(tag) ?? [];
      points.push([time, step, value]);
      tags.set(tag, points);
    }
  }
  return tags;
}

/** Of each run and tag one curve; a run that was begun anew has several files. */
function curvesOf(files: readonly Known[]): Curve[] {
  const curves = new Map<string, { replica: string; metric: string; points: TimedPoint[] }>();
  for (const { run, tags } of files) {
    for (const [metric, points] of tags) {
      const key = JSON.stringify([run, metric]);
      const curve = curves.get(key) ?? { replica: run, metric, points: [] };
      curves.set(key, { ...curve, points: [...curve.points, ...points] });
    }
  }
  return [...curves.values()].map(({ points, ...name }) => ({
    ...name,
    points: thinned(points),
    count: points.length
  }));
}

function thinned(points: TimedPoint[]): TimedPoint[] {
  const every = Math.ceil(points.length / POINTS_MAX);
  return points.filter((_, index) => index % every === 0 || index === points.length - 1);
}
