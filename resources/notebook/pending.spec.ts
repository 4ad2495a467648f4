import { pendingUpdate } from './pending.js';
import { summarizeNotebook } from './phase.js';
import type { Notebook } from './types.js';

const condition = {
  type: 'UpdatePending',
  status: 'True',
  message: 'It changes the image.'
} as const;

function notebook(status: Notebook['status'], metadata: Notebook['metadata'] = {}): Notebook {
  return { metadata: { name: 'lab', namespace: 'ada', ...metadata }, status };
}

const none: [string, Notebook][] = [
  ['without a status', notebook(undefined)],
  ['with nothing of it', notebook({ conditions: [{ type: 'Ready', status: 'True' }] })],
  ['that was updated', notebook({ conditions: [{ ...condition, status: 'False' }] })],
  [
    'that stops',
    notebook({ conditions: [condition] }, { annotations: { 'kubeflow-resource-stopped': '' } })
  ],
  ['that is deleted', notebook({ conditions: [condition] }, { deletionTimestamp: 'now' })]
];

it.each(none)('is nothing for a server %s', (_what, object) => {
  expect(pendingUpdate(object)).toBeNull();
  expect(summarizeNotebook(object)).not.toHaveProperty('pending');
});

it('tells what changes, with nulls for what is not there', () => {
  const pendingChanges = [
    { field: 'containers[lab].image', from: 'a:1', to: 'a:2' },
    { field: 'labels.x', from: 'y' },
    { field: 'volumes[\u202ea\n]', to: '{}' }
  ];
  const object = notebook({ conditions: [condition], pendingChanges });
  expect(summarizeNotebook(object).pending).toEqual({
    message: 'It changes the image.',
    changes: [
      { field: 'containers[lab].image', from: 'a:1', to: 'a:2' },
      { field: 'labels.x', from: 'y', to: null },
      { field: 'volumes[ a ]', from: null, to: '{}' }
    ]
  });
});

it('stands what is not what it should be', () => {
  const odd = { conditions: [null, condition], pendingChanges: [null, { field: 1 }] };
  expect(pendingUpdate(notebook(odd as unknown as Notebook['status']))?.changes).toEqual([
    { field: '', from: null, to: null },
    { field: '1', from: null, to: null }
  ]);
});
