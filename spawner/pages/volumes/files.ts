import type { VolumeFiles } from '@kubeflow-lab/schema';

type Entry = VolumeFiles['items'][number];

const text = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What lies directly in a folder (`''` the root): folders first, then files, by name. */
export function contentOf(items: readonly Entry[], folder: string): Entry[] {
  const rank = ({ kind }: Entry): number => (kind === 'folder' ? 0 : 1);
  return items
    .filter(({ path }) => folderOf(path) === folder)
    .sort((a, b) => rank(a) - rank(b) || text.compare(a.path, b.path));
}

/** `a`, `a/b` and `a/b/c` of `a/b/c`; nothing of the root. */
export function parentsOf(folder: string): string[] {
  const parts = folder.split('/').filter(Boolean);
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}
