import { gpusOf, notebookUse } from './use.js';
import type { Notebook } from './types.js';

const notebook = (...resources: unknown[]): Notebook =>
  ({
    spec: { template: { spec: { containers: resources.map(each => ({ resources: each })) } } }
  }) as Notebook;

it.each<[string, Notebook, number]>([
  ['none where nothing is asked for', notebook({ limits: { cpu: '1' } }), 0],
  ['a limit', notebook({ limits: { 'nvidia.com/gpu': '2' } }), 2],
  [
    'a request that equals its limit once',
    notebook({ requests: { 'amd.com/gpu': 1 }, limits: { 'amd.com/gpu': 1 } }),
    1
  ],
  [
    'all containers and makers',
    notebook({ limits: { 'nvidia.com/mig-1g.5gb': '1' } }, { limits: { 'habana.ai/gaudi': '4' } }),
    5
  ],
  ['nothing of what cannot be read', notebook({ limits: { 'nvidia.com/gpu': 'many' } }, null), 0],
  ['nothing of an object without containers', {} as Notebook, 0]
])('counts as GPUs %s', (_what, object, expected) => {
  expect(gpusOf(object)).toBe(expected);
});

const measured = (labels: Record<string, string> | undefined, usage: Record<string, string>) => ({
  metadata: { name: 'x-0', labels },
  containers: [{ name: 'x', usage }]
});

it('tells what each server uses, and leaves out what is no server or cannot be read', () => {
  expect(
    notebookUse([
      measured({ 'notebook-name': 'work' }, { cpu: '250m', memory: '1Mi' }),
      measured({ 'notebook-name': 'odd' }, { cpu: 'much', memory: '1Mi' }),
      measured(undefined, { cpu: '1', memory: '1Mi' })
    ])
  ).toEqual([{ name: 'work', cpu: 0.25, memory: 2 ** 20 }]);
});
