import { exec } from '../cluster/exec.mjs';

/**
 * @typedef {object} Mount
 * @property {string} from a folder or file of this machine
 * @property {string} to where it appears; below `/mnt` it need not exist, elsewhere it must
 * @property {boolean} [writable]
 */

/**
 * The beginning of a command line: what follows runs with mounts and processes of its own, all of which end
 * with it, and it ends with this process, also when that is killed.
 * @param {string[]} [options] more of `unshare`
 * @returns {string[]}
 */
export function inOwnNamespaces(options = []) {
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child'];
  return ['setpriv', '--pdeathsig', 'KILL', 'unshare', ...namespaces, ...options];
}

/**
 * Mounts everything, then becomes the command. Arguments: root, its mode (`rw` or `ro`), the number of mounts,
 * for each `from`, `to` and its mode, then the command. All mounts are in a namespace that ends with the command.
 */
const SCRIPT = `
umask 022
root=$1; mode=$2; count=$3; shift 3
mount --bind "$root" "$root"
if [ "$mode" = ro ]; then mount -o remount,bind,ro "$root"; fi
cd "$root"
for folder in mnt tmp dev; do mount -t tmpfs -o mode=0755 tmpfs "./$folder"; done
chmod 1777 ./tmp
mkdir -m 1777 ./dev/shm
mount -t proc proc ./proc
for device in null zero full random urandom; do
  : > "./dev/$device"
  mount --bind "/dev/$device" "./dev/$device"
done
while [ "$count" -gt 0 ]; do
  from=$1; to=$2; mode=$3; shift 3; count=$((count - 1))
  if ! [ -e ".$to" ]; then
    if [ -d "$from" ]; then mkdir -p ".$to"; else : > ".$to"; fi
  fi
  mount --bind "$from" ".$to"
  if [ "$mode" = ro ]; then mount -o remount,bind,ro ".$to"; fi
done
exec chroot . "$@"
`;

/**
 * Runs a command with an image's files as the root of the file system. It sees those files, a temporary
 * `/tmp` and the mounts that it is given, and no network: what it makes can depend on nothing else of this machine.
 * @param {object} options
 * @param {string} options.root folder with the image's files
 * @param {boolean} [options.writable] whether the command may change those files; else it may only write to mounts
 * @param {Mount[]} [options.mounts]
 * @param {string[]} options.command
 * @param {AbortSignal} [options.signal]
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<string>} its standard output
 */
export async function runInRoot({ root, writable = false, mounts = [], command, signal, log }) {
  /** @param {boolean | undefined} allowed */
  const mode = allowed => (allowed ? 'rw' : 'ro');
  const mountArguments = mounts.flatMap(mount => [mount.from, mount.to, mode(mount.writable)]);
  return exec(
    'env',
    [
      '--ignore-environment',
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'LANG=C.UTF-8',
      'HOME=/tmp',
      // Debian's user tools and Python's builders put this date into what they write.
      'SOURCE_DATE_EPOCH=1420070400',
      ...inOwnNamespaces(['--net', '--propagation', 'private']),
      ...[
        'sh',
        '-eu',
        '-c',
        SCRIPT,
        'sandbox',
        root,
        mode(writable),
        String(mounts.length),
        ...mountArguments
      ],
      ...command
    ],
    { signal, onLine: log }
  );
}

/**
 * Makes a folder and its parents such that everybody can read them, whatever this process' umask is.
 * @param {string} folder
 */
export async function makeFolder(folder) {
  await exec('sh', ['-c', 'umask 022 && mkdir -p "$1"', 'sh', folder]);
}
