import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { NotebookItem, NotebookSummary } from '@kubeflow-lab/schema';

import { notebook } from '../../testing/fixtures.js';
import { Harness } from '../../testing/harness.js';

const RESTART = 'POST /api/namespaces/alice/notebooks/digits/actions/restart';
const MESSAGE = 'Its next start, or a restart, changes the image.';

function pending(changes: NonNullable<NotebookSummary['pending']>['changes']): NotebookItem {
  return notebook('alice', 'digits', { pending: { message: MESSAGE, changes } });
}

async function show(item: NotebookItem): Promise<Harness> {
  const restarted = { ...item, summary: { ...item.summary, pending: undefined } };
  const harness = new Harness({ [RESTART]: { status: 200, body: restarted } });
  await harness.open('/projects/alice/notebooks/digits');
  harness.live({ resource: 'notebooks', namespace: 'alice' }, { type: 'snapshot', items: [item] });
  return harness;
}

const changes = [
  { field: 'containers[lab].image', from: 'a:1', to: '<b>a:2' },
  { field: 'labels.x', from: null, to: 'y' },
  { field: 'labels.z', from: 'old', to: null }
];

it('are listed, and applied by a restart', async () => {
  const harness = await show(pending(changes));
  expect(screen.getByText(MESSAGE)).toBeTruthy();
  const listed = screen.getAllByText(/→/).map(each => each.textContent);
  expect(listed).toEqual(['a:1 → <b>a:2', 'new → y', 'old → removed']);
  fireEvent.click(screen.getByRole('button', { name: 'Restart now' }));
  await waitFor(() => expect(harness.sent(RESTART)).toHaveLength(1));
  await waitFor(() => expect(screen.queryByText(MESSAGE)).toBeNull());
});

it('are told without a way to apply them where Kubernetes does not take them', async () => {
  await show(pending([]));
  expect(screen.getByText(MESSAGE)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Restart now' })).toBeNull();
});

it('are not there for a server that runs as it should', async () => {
  await show(notebook('alice', 'digits'));
  expect(screen.queryByText('What changes')).toBeNull();
});
