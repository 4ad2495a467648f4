import { StringDecoder } from 'node:string_decoder';

import { GrowingFile } from './growing-file.js';

/** The lines of a file that a trial writes. */
export class FileLines {
  private readonly file: GrowingFile;
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';

  constructor(path: string) {
    this.file = new GrowingFile(path);
  }

  /** The lines that were completed since the last call; with `last` also one without an end. */
  async read({ last = false } = {}): Promise<string[]> {
    const text = this.rest + this.decoder.write(await this.file.read());
    const lines = text.split(/\r?\n/);
    this.rest = last ? '' : (lines.pop() ?? '');
    return lines.filter(line => line !== '');
  }
}
