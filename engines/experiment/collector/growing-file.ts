import { open } from 'node:fs/promises';

/** The bytes of a file that may not be there yet, as they are added; one that was made anew is read from its beginning. */
export class GrowingFile {
  private offset = 0;

  constructor(private readonly path: string) {}

  /** What was added since the last call. Throws what reading a file throws, but for one that is not there. */
  async read(): Promise<Buffer> {
    let file;
    try {
      file = await open(this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return Buffer.alloc(0);
      }
      throw error;
    }
    try {
      const { size } = await file.stat();
      if (size < this.offset) {
        this.offset = 0;
      }
      const bytes = Buffer.alloc(size - this.offset);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, this.offset);
      this.offset += bytesRead;
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }
}
