import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Bundles the controller as it goes into its image; `tsc -b` must have run. Answers the program's path. */
export async function bundleController(root: string): Promise<string> {
  await promisify(execFile)(process.execPath, ['esbuild.platform.mjs', 'controller'], {
    cwd: root
  });
  return join(root, 'controller/dist/controller.mjs');
}
