import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Bundles the controller as it goes into its image, into a folder of the caller's own, where it stays as it is whatever
 * is built meanwhile; `tsc -b` must have run. Answers the program's path.
 */
export async function bundleController(root: string, folder: string): Promise<string> {
  await promisify(execFile)(process.execPath, ['esbuild.platform.mjs', 'controller'], {
    cwd: root
  });
  const program = join(folder, 'controller.mjs');
  await copyFile(join(root, 'controller/dist/controller.mjs'), program);
  return program;
}
