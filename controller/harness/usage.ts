import { readFile } from 'node:fs/promises';

/** What a process has used; Linux only. */
export interface Usage {
  /** Of all its threads, in user and kernel mode. */
  cpuSeconds: number;
  /** Resident memory, MiB. */
  rssMiB: number;
}

/** Ticks of /proc in a second; the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
/** Fields 14 and 15 of proc_pid_stat(5), counted after the command's name, which may hold spaces. */
const UTIME = 11;

export async function processUsage(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8')
  ]);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[UTIME]) + Number(fields[UTIME + 1]);
  const kib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  return { cpuSeconds: ticks / TICKS_PER_SECOND, rssMiB: kib / 1024 };
}
