import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { notebook, problem } from '../../testing/fixtures.js';
import { Harness } from '../../testing/harness.js';

const ALICE = { resource: 'notebooks', namespace: 'alice' } as const;
const EDIT = 'POST /api/namespaces/alice/notebooks/lab/actions/edit';

const item = notebook('alice', 'lab');
/** The item as another version, with another image. */
function withImage(image: string, version: string): NotebookItem {
  const copy = structuredClone(item);
  const { containers } = (copy.object.spec as { template: { spec: { containers: object[] } } })
    .template.spec;
  Object.assign(containers[0], { image });
  copy.object.metadata.resourceVersion = version;
  return copy;
}

async function edit(): Promise<Harness> {
  const harness = new Harness({ [EDIT]: { status: 200, body: withImage('mine:2', '1') } });
  await harness.open('/projects/alice/notebooks/lab/yaml');
  harness.live(ALICE, { type: 'snapshot', items: [item] });
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  return harness;
}

const area = (): HTMLTextAreaElement => screen.getByLabelText('The object as YAML, to change');
const click = (name: string): Promise<void> =>
  userEvent.click(screen.getByRole('button', { name }));
const change = (from: RegExp, to: string): void => {
  fireEvent.change(area(), { target: { value: area().value.replace(from, to) } });
};

it('shows what changes before it is applied, as a change of the version that was read', async () => {
  const harness = await edit();
  expect(area().value).not.toMatch(/resourceVersion|status:/);
  change(/image: .*/, 'image: mine:2');
  await click('Show what changes');
  const changes = await screen.findByRole('region', { name: 'What changes' });
  expect(changes.textContent).toMatch(/− .*kubeflow-lab-jupyter:0.1.0\n\+ .*image: mine:2/);
  await click('Apply');
  await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull());
  const { resourceVersion } = item.object.metadata;
  expect(harness.sent(EDIT)).toMatchObject([
    { dryRun: true, object: { metadata: { resourceVersion } } },
    { dryRun: false, object: { metadata: { name: 'lab', resourceVersion } } }
  ]);
});

it('says what is no YAML, and what the cluster refuses, and keeps the text', async () => {
  const harness = await edit();
  const before = area().value;
  fireEvent.change(area(), { target: { value: 'a: [' } });
  await click('Show what changes');
  expect(screen.getByRole('alert').textContent).toMatch(/^Line \d, column \d: .+\.$/);
  expect(harness.sent(EDIT)).toEqual([]);
  harness.answer(EDIT, 422, problem(422, 'Kubernetes does not accept this.'));
  fireEvent.change(area(), { target: { value: before } });
  await click('Show what changes');
  expect((await screen.findByRole('alert')).textContent).toBe('Kubernetes does not accept this.');
  expect(area().value).toBe(before);
});

it('shows what somebody else changed meanwhile, and takes it in beside what was typed', async () => {
  const harness = await edit();
  change(/memory: .*/, 'memory: 9Gi');
  harness.live(ALICE, { type: 'changed', item: withImage('theirs:2', '5000') });
  const theirs = screen.getByRole('region', { name: 'What was changed meanwhile' });
  expect(theirs.textContent).toContain('image: theirs:2');
  await click('Take it in');
  expect(screen.queryByText(/was changed meanwhile/)).toBeNull();
  expect(area().value).toContain('memory: 9Gi');
  await click('Show what changes');
  expect(harness.sent(EDIT)).toMatchObject([{ object: { metadata: { resourceVersion: '5000' } } }]);
});
