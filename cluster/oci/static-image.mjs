import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { packLayer, writeArchive } from './archive.mjs';

/** Where Debian keeps the certificates that a program needs to trust other servers. */
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** The users that images name: root, uid 1000 of notebooks, 65532 of programs that need no user at all. */
const PASSWD = [
  'root:x:0:0:root:/:/sbin/nologin',
  'jovyan:x:1000:100::/tmp:/sbin/nologin',
  'nonroot:x:65532:65532::/tmp:/sbin/nologin',
  ''
].join('\n');
const GROUP = ['root:x:0:', 'users:x:100:', 'nonroot:x:65532:', ''].join('\n');

/**
 * Writes the OCI archive of an image that holds one static binary: it needs no distribution below it.
 * @param {object} options
 * @param {string} options.name full name, such as `localhost/coredns:v1.14.7`
 * @param {string} options.binary path of the binary on this machine; it lies in the image as `/<its program name>`
 * @param {string} [options.program] name of the binary in the image; the file's own name when absent
 * @param {string} options.output path of the archive (.tar)
 * @param {Record<string, string>} [options.files] more files: path in the image → text
 * @param {string[]} [options.entrypoint] the binary alone when absent
 * @param {string} [options.user] `65532` when absent
 * @param {string[]} [options.env] `NAME=value`
 * @returns {Promise<string>} digest of the image's manifest
 */
export async function staticImage(options) {
  const { name, binary, output, files = {}, user = '65532', env } = options;
  const program = options.program ?? basename(binary);
  const entrypoint = options.entrypoint ?? [`/${program}`];
  await mkdir(dirname(output), { recursive: true });
  const work = await mkdtemp(`${output}.work-`);
  try {
    const root = join(work, 'root');
    await mkdir(join(root, 'tmp'), { recursive: true });
    // mkdir's mode would pass through the umask.
    await chmod(join(root, 'tmp'), 0o1777);
    const texts = { '/etc/passwd': PASSWD, '/etc/group': GROUP, ...files };
    for (const [path, text] of Object.entries(texts)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text, { mode: 0o644 });
    }
    if (existsSync(CERTIFICATES)) {
      await mkdir(dirname(join(root, CERTIFICATES)), { recursive: true });
      await copyFile(CERTIFICATES, join(root, CERTIFICATES));
    }
    await copyFile(binary, join(root, program));
    await chmod(join(root, program), 0o755);
    await chmod(root, 0o755);
    const layer = await packLayer(root, join(work, 'layer.tar.gz'));
    return await writeArchive({ name, layers: [layer], config: { entrypoint, user, env }, output });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
