import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A gzipped archive of a file or a directory, under its own name; answers where it lies. */
export async function pack(path: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'artifact-'));
  const archive = join(folder, 'artifact.tgz');
  await run('tar', ['-czf', archive, '-C', dirname(path), basename(path)]);
  return archive;
}

const GZIP = Buffer.from([0x1f, 0x8b]);

/** Whether a file is a gzipped archive. */
export async function isArchive(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    if ((await file.stat()).isDirectory()) {
      return false;
    }
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    if (!buffer.equals(GZIP)) {
      return false;
    }
  } finally {
    await file.close();
  }
  return run('tar', ['-tzf', path]).then(
    () => true,
    () => false
  );
}

/** Puts what a gzipped archive holds in its place; of a single file or directory that itself, as Argo does. */
export async function unpack(path: string): Promise<void> {
  const folder = `${path}.unpacked`;
  await mkdir(folder, { recursive: true });
  await run('tar', ['-xzf', path, '-C', folder, '--no-same-owner']);
  await rm(path);
  const entries = await readdir(folder);
  if (entries.length === 1) {
    await rename(join(folder, entries[0]), path);
    await rm(folder, { recursive: true });
  } else {
    await rename(folder, path);
  }
}
