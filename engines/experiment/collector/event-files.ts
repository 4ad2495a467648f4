import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { readEvents } from '@kubeflow-lab/resources';

import { GrowingFile } from './growing-file.js';

/**
 * The scalars of TensorFlow's event files below a directory, each as a line of JSON under the name of its tag, and of
 * the directory's name and its tag, because Katib knows `train/accuracy` so.
 */
export class EventFiles {
  private readonly files = new Map<string, { file: GrowingFile; rest: Uint8Array }>();

  constructor(private readonly directory: string) {}

  /** A line for each scalar that was written since the last call. */
  async read(_options: { last?: boolean } = {}): Promise<string[]> {
    for (const path of await this.found()) {
      if (!this.files.has(path)) {
        this.files.set(path, { file: new GrowingFile(path), rest: Buffer.alloc(0) });
      }
    }
    const lines: string[] = [];
    for (const [path, known] of this.files) {
      const bytes = Buffer.concat([known.rest, await known.file.read()]);
      const { scalars, rest } = readEvents(bytes);
      known.rest = rest;
      const folder = basename(dirname(path));
      lines.push(
        ...scalars.map(({ tag, value }) =>
          JSON.stringify({ [tag]: textOf(value), [`${folder}/${tag}`]: textOf(value) })
        )
      );
    }
    return lines;
  }

  private async found(): Promise<string[]> {
    try {
      const entries = await readdir(this.directory, { recursive: true, withFileTypes: true });
      return entries
        .filter(entry => entry.isFile() && entry.name.includes('tfevents'))
        .map(entry => join(entry.parentPath, entry.name))
        .sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return [];
      }
      throw error;
    }
  }
}

/** JSON has no nan and no inf. */
function textOf(value: number): string {
  return Number.isNaN(value) ? 'nan' : String(value).replace('Infinity', 'inf');
}
