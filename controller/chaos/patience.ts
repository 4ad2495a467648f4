import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until it holds, for so many seconds; answers whether it came true. */
export async function comesTrue(
  holds: () => boolean | Promise<boolean>,
  seconds: number,
  everyMs = 50
): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > deadline) {
      return false;
    }
    await sleep(everyMs);
  }
  return true;
}

/** Waits until it holds; throws after so many seconds. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  seconds = 120,
  everyMs = 50
): Promise<void> {
  if (!(await comesTrue(holds, seconds, everyMs))) {
    throw new Error(`Waited ${seconds} s in vain.`);
  }
}

/** People try again while the API server is away, or what was of a name is still on its way out. */
export async function patiently(act: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await act();
      return;
    } catch (error) {
      if (!isPassing(error)) {
        throw error;
      }
      await sleep(300);
    }
  }
}

function isPassing(error: unknown): boolean {
  const status = (error as { status?: number }).status;
  return (
    (error as Error).name === 'UnreachableError' || [403, 409, 500, 503, 504].includes(status ?? 0)
  );
}

/** Calls `act` for 0 … number - 1, so many at once. */
export async function inParallel(
  number: number,
  atOnce: number,
  act: (index: number) => Promise<unknown>
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < number) {
      const index = next;
      next += 1;
      await act(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
