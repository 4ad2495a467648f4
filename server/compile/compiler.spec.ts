import { CompilerThread } from './compiler.js';
import type { Compiler } from './compiler.js';

/** A thread that does with a task what the task's notebook says. */
const script = (actions: string, atFirst = '') =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads';
      let asked = 0;
      ${atFirst}
      parentPort.postMessage('ready');
      parentPort.on('message', ({ notebook }) => {
        asked += 1;
        ${actions}
        parentPort.postMessage({ result: { graph: { asked, notebook } } });
      });
    `)}`
  );
const obedient = script(`
  if (notebook === 'loop') for (;;);
  if (notebook === 'end') process.exit(3);
  if (notebook === 'eat') for (const all = []; ; ) all.push(new Array(1e6).fill(asked));
  if (notebook === 'throw') throw new Error('broken');
  if (notebook === 'fail') return parentPort.postMessage({ failure: 'RangeError' });
`);

let compiler: Compiler;
beforeEach(() => {
  compiler = new CompilerThread(obedient, 2000);
});
afterEach(() => compiler.stop());

it('takes one notebook after the other in the same thread', async () => {
  const answers = await Promise.all(['a', 'b', 'c'].map(notebook => compiler.run({ notebook })));
  expect(answers).toEqual([
    { graph: { asked: 1, notebook: 'a' } },
    { graph: { asked: 2, notebook: 'b' } },
    { graph: { asked: 3, notebook: 'c' } }
  ]);
});

it.each(['loop', 'end', 'eat', 'throw', 'fail'])(
  'gives up a notebook that makes its thread %s, and goes on with the next',
  async what => {
    const [bad, good] = await Promise.allSettled([
      compiler.run({ notebook: what }),
      compiler.run({ notebook: 'good' })
    ]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { problem: { status: 422 } } });
    expect(good).toMatchObject({ status: 'fulfilled', value: { graph: { notebook: 'good' } } });
  },
  30_000
);

it('does not count the time that the thread takes to begin', async () => {
  const wait = 'for (const end = Date.now() + 1500; Date.now() < end; );';
  const slow = new CompilerThread(script('', wait), 500);
  await expect(slow.run({ notebook: 'a' })).resolves.toMatchObject({ graph: { asked: 1 } });
  await slow.stop();
});

it('says that it is not there, and blames no notebook, where the thread cannot begin', async () => {
  const absent = new CompilerThread(script('', 'process.exit(3);'));
  await expect(absent.run({ notebook: 'a' })).rejects.toMatchObject({ problem: { status: 503 } });
  await absent.stop();
});

it('takes no more than it can do soon', async () => {
  const running = Array.from({ length: 101 }, () => compiler.run({ notebook: 'loop' }));
  const ended = Promise.allSettled(running);
  expect(() => compiler.run({ notebook: 'more' })).toThrow('Too many notebooks');
  await compiler.stop();
  expect(await ended).toHaveLength(101);
});
