import { notebook } from '../../testing/fixtures.js';
import { available } from './availability.js';
import { EVERYTHING, choices, filtered, shortImage, sorted, type Column } from './list-model.js';
import { lookOf } from './state.js';
import { changeSentence } from './use-announced-states.js';

const names = (items: readonly ReturnType<typeof notebook>[]): string[] =>
  items.map(item => item.object.metadata.name);

const items = [
  notebook('p', 'b10', {
    cpu: '500m',
    memory: '2Gi',
    createdAt: '2026-01-02T00:00:00Z',
    lastActivity: '2026-01-04T00:00:00Z'
  }),
  notebook('p', 'b9', {
    cpu: '2',
    memory: '512Mi',
    createdAt: '2026-01-03T00:00:00Z',
    volume: null
  }),
  notebook('p', 'a', {
    cpu: '1',
    memory: '1G',
    phase: 'Stopped',
    image: 'x/other:1',
    lastActivity: '2026-01-05T00:00:00Z',
    createdAt: '2026-01-01T00:00:00Z'
  })
];

items[1].object.spec = {
  template: { spec: { containers: [{ resources: { limits: { 'nvidia.com/gpu': '1' } } }] } }
};

describe('sorted', () => {
  it.each<[Column, string[]]>([
    ['name', ['a', 'b9', 'b10']],
    ['state', ['b9', 'b10', 'a']],
    ['cpu', ['b10', 'a', 'b9']],
    ['memory', ['b9', 'a', 'b10']],
    ['used', ['b9', 'b10', 'a']],
    ['gpu', ['a', 'b10', 'b9']],
    ['project', ['a', 'b9', 'b10']],
    ['age', ['b9', 'b10', 'a']]
  ])('by %s', (column, expected) => {
    expect(names(sorted(items, { column, descending: false }))).toEqual(expected);
  });

  it('keeps equals in the order of their names when it goes down', () => {
    expect(names(sorted(items, { column: 'state', descending: true }))).toEqual(['a', 'b9', 'b10']);
  });
});

describe('filtered', () => {
  it.each([
    ['', ['b10', 'b9', 'a']],
    ['  ', ['b10', 'b9', 'a']],
    ['B1', ['b10']],
    ['stopped OTHER', ['a']],
    ['stopped b9', []]
  ])('%j finds %j', (words, expected) => {
    expect(names(filtered(items, { ...EVERYTHING, words }))).toEqual(expected);
  });

  it('by state and image too', () => {
    expect(names(filtered(items, { ...EVERYTHING, phase: 'Running' }))).toEqual(['b10', 'b9']);
    expect(names(filtered(items, { ...EVERYTHING, image: 'x/other:1' }))).toEqual(['a']);
    const both = { words: '', phase: 'Running', image: 'x/other:1' } as const;
    expect(filtered(items, both)).toEqual([]);
  });

  it('offers what there is, and what is chosen though it is gone', () => {
    expect(choices(items, { ...EVERYTHING, phase: 'Failed' })).toEqual({
      phases: ['Failed', 'Running', 'Stopped'],
      images: ['localhost/kubeflow-lab-jupyter:0.1.0', 'x/other:1']
    });
  });
});

describe('shortImage', () => {
  it.each([
    ['localhost/kubeflow-lab-jupyter:0.1.0', 'kubeflow-lab-jupyter:0.1.0'],
    ['jupyter', 'jupyter']
  ])('%s is %s', (image, short) => {
    expect(shortImage(image)).toBe(short);
  });
});

describe('available', () => {
  it('connects only where there is an address on this site', () => {
    expect(available(notebook('p', 'x'), 'owner').connect).toBe('/connect/p/x');
    for (const url of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:1'
    ]) {
      expect(available(notebook('p', 'x', { url }), 'owner').connect).toBeNull();
    }
  });

  it.each([
    ['Running', 'stop', null],
    ['Starting', 'stop', 'This server is not ready yet.'],
    ['Stopped', 'start', 'This server is stopped. Start it to connect.'],
    ['Stopping', 'start', 'This server is stopped. Start it to connect.'],
    ['Deleting', 'stop', 'This server is being deleted.']
  ] as const)('%s offers %s, and says why it cannot be opened', (phase, toggle, reason) => {
    const can = available(notebook('p', 'x', { phase }), 'editor');
    expect(can.toggle).toBe(toggle);
    expect(can.noConnect).toBe(reason);
    expect(can.noDelete !== null).toBe(phase === 'Deleting');
  });

  it('lets a viewer do nothing', () => {
    const can = available(notebook('p', 'x'), 'viewer');
    expect(can.connect).toBeNull();
    expect([can.noConnect, can.noToggle, can.noDelete]).not.toContain(null);
  });
});

describe('lookOf', () => {
  it('warns of an obstacle on the way, and only there', () => {
    expect(lookOf({ phase: 'Pending', reason: '' }).tone).toBe('busy');
    expect(lookOf({ phase: 'Pending', reason: 'Unschedulable' }).tone).toBe('warning');
    expect(lookOf({ phase: 'Failed', reason: 'Crash' }).tone).toBe('danger');
  });

  it('shows a state that it does not know as unknown', () => {
    expect(lookOf({ phase: 'New' as never, reason: '' }).word).toBe('Unknown');
  });
});

describe('changeSentence', () => {
  const before = (phase: string): Map<string, string> =>
    new Map(items.map(item => [item.object.metadata.uid ?? '', phase]));

  it('says nothing of what is new or the same', () => {
    expect(changeSentence(new Map(), items)).toBe('');
    const same = new Map(items.map(item => [item.object.metadata.uid ?? '', item.summary.phase]));
    expect(changeSentence(same, items)).toBe('');
  });

  it('names a few, and counts many', () => {
    expect(changeSentence(before('Starting'), [items[2]])).toMatch(/^a: Stopped\./);
    const many = [...items, notebook('p', 'd')];
    const all = new Map(many.map(item => [item.object.metadata.uid ?? '', 'Starting']));
    expect(changeSentence(all, many)).toBe('4 servers changed their state.');
  });
});
