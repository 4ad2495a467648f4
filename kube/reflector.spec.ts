import type { Pod } from '@kubeflow-lab/resources';

import type { KubeClient, ListResult, WatchEvent, WatchOptions } from './client.js';
import { KubeError, UnreachableError } from './errors.js';
import { POD } from './kinds.js';
import { Reflector } from './reflector.js';
import type { ReflectorOptions } from './reflector.js';
import type { Change } from './store.js';

function pod(name: string, resourceVersion: string): Pod {
  return { metadata: { namespace: 'n', name, resourceVersion } };
}

type Step = WatchEvent<Pod> | Error | 'end';

/** An API server by script: each list takes the next result, each watch plays the next steps, then stays silent. */
class Script {
  readonly calls: string[] = [];
  constructor(
    private readonly lists: (ListResult<Pod> | Error)[],
    private readonly watches: Step[][]
  ) {}

  readonly client = {
    list: async () => {
      this.calls.push('list');
      const next = this.lists.shift();
      if (next === undefined || next instanceof Error) {
        throw next ?? new Error('the script has no more lists');
      }
      return next;
    },
    watch: (_kind: unknown, options: WatchOptions) => this.watch(options)
  } as unknown as KubeClient;

  private async *watch({ resourceVersion, signal, onOpen }: WatchOptions) {
    this.calls.push(`watch ${resourceVersion}`);
    onOpen?.();
    for (const step of this.watches.shift() ?? []) {
      if (step === 'end') {
        return;
      }
      if (step instanceof Error) {
        throw step;
      }
      yield step;
    }
    await new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 4000;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error('waited in vain');
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

describe('a reflector', () => {
  let reflector: Reflector<Pod>;
  let changes: string[];
  let problems: (string | null)[];

  function start(script: Script, options: ReflectorOptions<Pod> = {}): void {
    changes = [];
    problems = [];
    reflector = new Reflector(script.client, POD, {
      ...options,
      onProblem: problem => problems.push(problem?.message ?? null),
      onListenerError: () => undefined
    });
    reflector.store.onChange((change: Change<Pod>) => {
      const { name, resourceVersion } = change.object.metadata!;
      changes.push(`${change.type} ${name}@${resourceVersion}`);
    });
    reflector.start();
  }

  afterEach(() => reflector.stop());

  it('lists, then follows, and goes on after a dropped watch where it was', async () => {
    const script = new Script(
      [{ items: [pod('a', '1')], resourceVersion: '5' }],
      [
        [
          { type: 'ADDED', object: pod('b', '6') },
          { type: 'BOOKMARK', object: { metadata: { resourceVersion: '9' } } },
          new UnreachableError('gone')
        ],
        [{ type: 'MODIFIED', object: pod('a', '10') }, 'end'],
        [{ type: 'DELETED', object: pod('b', '11') }]
      ]
    );
    start(script);
    await reflector.synced;
    await until(() => changes.length === 4);
    expect(changes).toEqual(['added a@1', 'added b@6', 'modified a@10', 'deleted b@11']);
    expect(script.calls).toEqual(['list', 'watch 5', 'watch 9', 'watch 10']);
    expect(problems).toEqual(['gone', null]);
    expect(reflector.store.list('n').map(p => p.metadata?.name)).toEqual(['a']);
  });

  it('lists again when the API server has forgotten the place, and tells only the differences', async () => {
    const script = new Script(
      [
        { items: [pod('a', '1'), pod('b', '2'), pod('c', '3')], resourceVersion: '3' },
        { items: [pod('a', '1'), pod('b', '8'), pod('d', '9')], resourceVersion: '9' }
      ],
      [[new KubeError(410, { reason: 'Expired' })], []]
    );
    start(script);
    await until(() => script.calls.length === 4);
    expect(changes.slice(3)).toEqual(['modified b@8', 'added d@9', 'deleted c@3']);
    expect(problems).toEqual([]);
    expect(script.calls).toEqual(['list', 'watch 3', 'list', 'watch 9']);
  });

  it('holds only what it is told to keep, and lets go of what is no longer so', async () => {
    const odd = (object: Pod) => Number(object.metadata?.resourceVersion) % 2 === 1;
    const script = new Script(
      [{ items: [pod('a', '1'), pod('b', '2')], resourceVersion: '2' }],
      [
        [
          { type: 'MODIFIED', object: pod('b', '3') },
          { type: 'MODIFIED', object: pod('a', '4') },
          { type: 'ADDED', object: pod('c', '6') },
          { type: 'DELETED', object: pod('c', '7') },
          { type: 'ADDED', object: pod('d', '9') }
        ]
      ]
    );
    start(script, { keep: odd });
    await until(() => changes.length === 4);
    expect(changes).toEqual(['added a@1', 'added b@3', 'deleted a@4', 'added d@9']);
  });

  it.each([429, 500, 503])(
    'goes on where it was after a %d, which says nothing about its place',
    async status => {
      const script = new Script(
        [{ items: [pod('a', '1')], resourceVersion: '5' }],
        [[{ type: 'MODIFIED', object: pod('a', '6') }, new KubeError(status, {})], []]
      );
      start(script);
      await until(() => script.calls.length === 3);
      expect(script.calls).toEqual(['list', 'watch 5', 'watch 6']);
    }
  );

  it('waits for as long as an overloaded API server asks for', async () => {
    const refused = new KubeError(429, { message: 'too much' }, 1);
    const script = new Script([refused, { items: [], resourceVersion: '1' }], []);
    const begun = performance.now();
    start(script);
    await reflector.synced;
    expect(performance.now() - begun).toBeGreaterThan(990);
  });

  it('lists again when its place lies in a future that was undone', async () => {
    const script = new Script(
      [
        { items: [], resourceVersion: '900' },
        { items: [], resourceVersion: '3' }
      ],
      [[new KubeError(504, { message: 'Too large resource version' })], []]
    );
    start(script);
    await until(() => script.calls.at(-1) === 'watch 3');
    expect(problems).toEqual(['Too large resource version', null]);
  });

  it('outlives an API server that is not there yet', async () => {
    const away = new UnreachableError('away');
    const script = new Script([away, away, { items: [pod('a', '1')], resourceVersion: '1' }], []);
    start(script);
    expect(reflector.hasSynced).toBe(false);
    await reflector.synced;
    expect(problems).toEqual(['away', null]);
    expect(reflector.store.size).toBe(1);
  });

  it('goes on when a listener fails', async () => {
    const script = new Script(
      [{ items: [pod('a', '1')], resourceVersion: '1' }],
      [[{ type: 'ADDED', object: pod('b', '2') }]]
    );
    start(script);
    reflector.store.onChange(() => {
      throw new Error('listener');
    });
    await until(() => changes.length === 2);
    expect(reflector.problem).toBeNull();
  });

  it('ends while it waits for the next attempt', async () => {
    const script = new Script([new UnreachableError('away')], []);
    start(script);
    await until(() => problems.length === 1);
    await reflector.stop();
    expect(script.calls).toEqual(['list']);
  });
});
