import type { TranslationBundle } from '@jupyterlab/translation';
import { formatBytes } from '@kubeflow-lab/resources';

/** One amount that a replica uses: its text, and the share of its limit where it has one. */
export interface UsedAmount {
  id: 'cpu' | 'memory';
  name: string;
  text: string;
  /** 0 to 1; null without a limit. */
  share: number | null;
  /** Whether it may soon be ended for it. */
  near: boolean;
}

/** Above this share of its memory a replica is close to being killed. */
const NEAR = 0.9;

export function usedAmounts(
  used: { cpu: number; cpuLimit: number | null; memory: number; memoryLimit: number | null },
  trans: TranslationBundle
): UsedAmount[] {
  const { cpu, cpuLimit, memory, memoryLimit } = used;
  const memoryShare = shareOf(memory, memoryLimit);
  return [
    {
      id: 'cpu',
      name: trans.__('CPU'),
      text: cpuLimit === null ? cores(cpu) : trans.__('%1 of %2', cores(cpu), cores(cpuLimit)),
      share: shareOf(cpu, cpuLimit),
      near: false
    },
    {
      id: 'memory',
      name: trans.__('Memory'),
      text: memoryLimit === null ? bytes(memory) : bytesOf(memory, memoryLimit, trans),
      share: memoryShare,
      near: memoryShare !== null && memoryShare > NEAR
    }
  ];
}

const shareOf = (used: number, limit: number | null) =>
  limit === null ? null : limit > 0 ? Math.min(1, used / limit) : 1;

/** Two digits after the point, since a small replica idles at a hundredth of a core. */
const cores = (amount: number) => String(Number(amount.toFixed(2)));

/** As `310 MiB`: the unit in full, for people, and no fraction of a hundred or more. */
const bytes = (amount: number) =>
  formatBytes(amount)
    .replace(/(\d{3})\.\d/, '$1')
    .replace(/([KMGTP]i)$/, ' $1B');

/** As `310 of 512 MiB`, and with both units where they differ. */
function bytesOf(used: number, limit: number, trans: TranslationBundle): string {
  const [amount, unit] = bytes(used).split(' ');
  const most = bytes(limit);
  return trans.__('%1 of %2', most.endsWith(` ${unit}`) ? amount : `${amount} ${unit}`, most);
}
