import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ClaimItem, SnapshotItem, SnapshotList } from '@kubeflow-lab/schema';

import { problem } from '../../testing/fixtures.js';
import { Harness, type Answers } from '../../testing/harness.js';

const VOLUMES = '/api/namespaces/alice/persistentvolumeclaims';
const SNAPSHOTS = '/api/namespaces/alice/volumesnapshots';

const claim = (name: string, more: Partial<ClaimItem> = {}): ClaimItem => ({
  name,
  size: '5Gi',
  phase: 'Bound',
  accessModes: ['ReadWriteOnce'],
  usedBy: [],
  servers: [],
  storageClass: 'fast',
  growth: null,
  problem: null,
  createdAt: null,
  ...more
});

const snapshot = (name: string, more: Partial<SnapshotItem> = {}): SnapshotItem => ({
  name,
  volume: 'data',
  phase: 'Ready',
  problem: null,
  size: '5Gi',
  storageClasses: ['fast', 'archive'],
  createdAt: null,
  ...more
});

const list = (items: SnapshotItem[]): SnapshotList => ({
  items,
  storageClasses: ['fast', 'archive'],
  why: null
});

async function show(items: SnapshotItem[], answers: Answers = {}): Promise<Harness> {
  const harness = new Harness({
    [`GET ${VOLUMES}`]: {
      status: 200,
      body: { items: [claim('data'), claim('slow', { storageClass: 'local' })] }
    },
    [`GET ${SNAPSHOTS}`]: { status: 200, body: list(items) },
    ...answers
  });
  await harness.open('/projects/alice/volumes');
  await screen.findByRole('table', { name: 'Volumes' });
  return harness;
}

const button = (name: string): Promise<HTMLElement> => screen.findByRole('button', { name });
const click = async (name: string): Promise<void> => userEvent.click(await button(name));

it('takes one of a volume, and offers none where the class cannot', async () => {
  const harness = await show([], { [`POST ${SNAPSHOTS}`]: { status: 201, body: snapshot('x') } });
  await screen.findByText(/No snapshots yet/);
  expect((await button('Snapshot of slow')).title).toBe(
    'The storage class local cannot take snapshots.'
  );
  await click('Snapshot of data');
  const name = screen.getByLabelText<HTMLInputElement>('Name');
  expect(name.value).toMatch(/^data-\d{4}-\d\d-\d\d-\d{4}$/);
  await userEvent.clear(name);
  expect(screen.getByText('Give the snapshot a name.')).toBeTruthy();
  await click('Take snapshot');
  expect(harness.sent(`POST ${SNAPSHOTS}`)).toEqual([]);
  await userEvent.type(name, 'before');
  harness.answer(`GET ${SNAPSHOTS}`, 200, list([snapshot('before', { phase: 'Pending' })]));
  await click('Take snapshot');
  await screen.findByText('Is being taken');
  expect(harness.sent(`POST ${SNAPSHOTS}`)).toEqual([{ name: 'before', volume: 'data' }]);
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('makes a volume from one, of at least its size, on a class that can hold it', async () => {
  const harness = await show([snapshot('before')], {
    [`POST ${VOLUMES}`]: { status: 201, body: claim('before') }
  });
  await click('New volume from before');
  const classes = within(screen.getByLabelText('Storage class')).getAllByRole('option');
  expect(classes.map(option => option.textContent)).toEqual(['fast', 'archive']);
  const size = screen.getByLabelText('Size');
  await userEvent.clear(size);
  await userEvent.type(size, '1Gi');
  await click('Create volume');
  expect(screen.getByText('What is in the snapshot needs 5Gi at least.')).toBeTruthy();
  await userEvent.clear(size);
  await userEvent.type(size, '6Gi');
  await click('Create volume');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(harness.sent(`POST ${VOLUMES}`)).toEqual([
    { name: 'before', size: '6Gi', storageClass: 'fast', snapshot: 'before' }
  ]);
});

it('says why one could not be taken, and makes no volume from it', async () => {
  await show([snapshot('broken', { phase: 'Failed', problem: 'no space left', size: null })]);
  const row = within(await screen.findByRole('row', { name: /^broken / }));
  const reason = row.getByText(/^Kubernetes says:/);
  expect(reason.textContent).toBe('Kubernetes says: no space left');
  expect((await button('New volume from broken')).title).toBe('The snapshot is not ready.');
});

it('deletes one after a question', async () => {
  const harness = await show([snapshot('old')], { [`DELETE ${SNAPSHOTS}/old`]: { status: 202 } });
  await click('Delete old');
  expect(harness.sent(`DELETE ${SNAPSHOTS}/old`)).toEqual([]);
  harness.answer(`GET ${SNAPSHOTS}`, 200, list([]));
  await click('Delete snapshot');
  await screen.findByText(/No snapshots yet/);
  expect(harness.sent(`DELETE ${SNAPSHOTS}/old`)).toHaveLength(1);
});

it('offers nothing where the cluster cannot, and says why', async () => {
  const why = 'This cluster cannot take snapshots of volumes.';
  const body: SnapshotList = { items: [], storageClasses: [], why };
  await show([], { [`GET ${SNAPSHOTS}`]: { status: 200, body } });
  expect(await screen.findByText(why)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Snapshot of data' })).toBeNull();
});

it('shows the volumes where the snapshots cannot be seen', async () => {
  const refusal = { status: 403, body: problem(403, 'You may not see them.') };
  await show([], { [`GET ${SNAPSHOTS}`]: refusal });
  expect(await screen.findByText('You may not see them.')).toBeTruthy();
  expect(await button('Delete data')).toBeTruthy();
});
