import { HttpStorage } from './http.js';
import type { Address } from './plan.js';
import { createS3Storage } from './s3.js';

/** Where artifacts lie. */
export interface Storage {
  /** Brings what lies at an address, as a file or a directory. Throws where there is nothing. */
  download(from: Address, path: string): Promise<void>;
  /** Stores a file or a directory. */
  upload(path: string, to: Address): Promise<void>;
}

/** Every place that a plan can name; keys and passwords stand in environment variables. */
export function createStorage(env: Record<string, string | undefined>): Storage {
  const s3 = createS3Storage(env);
  const http = new HttpStorage(env);
  return {
    download: (from, path) => ('url' in from ? http.download(from, path) : s3.download(from, path)),
    upload: (path, to) => ('url' in to ? http.upload(path, to) : s3.upload(path, to))
  };
}
