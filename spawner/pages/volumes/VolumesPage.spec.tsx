import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ClaimItem } from '@kubeflow-lab/schema';

import { problem } from '../../testing/fixtures.js';
import { Harness, type Answers } from '../../testing/harness.js';

const VOLUMES = '/api/namespaces/alice/persistentvolumeclaims';

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

async function show(items: ClaimItem[], answers: Answers = {}, path = '/projects/alice/volumes') {
  const classes = [
    { name: 'fast', default: true, expandable: true, immediate: false },
    { name: 'net', default: false, expandable: true, immediate: true }
  ];
  const harness = new Harness({
    [`GET ${VOLUMES}`]: { status: 200, body: { items } },
    'GET /api/namespaces/team/persistentvolumeclaims': { status: 200, body: { items } },
    'GET /api/storageclasses': { status: 200, body: { items: classes } },
    ...answers
  });
  await harness.open(path);
  return harness;
}

const row = (name: string): Promise<HTMLElement> =>
  screen.findByRole('row', { name: new RegExp(`^${name} `) });
const button = (name: string): HTMLElement => screen.getByRole('button', { name });
const click = (name: string): Promise<void> => userEvent.click(button(name));

it('lists who needs a volume, and why it cannot be deleted', async () => {
  await show([
    claim('data', { servers: ['lab', 'old'], usedBy: ['job-1', 'lab-0'] }),
    claim('free', { storageClass: null })
  ]);
  const data = within(await row('data'));
  expect(data.getAllByRole('listitem').map(entry => entry.textContent)).toEqual([
    'lab',
    'old (not running)',
    'job-1'
  ]);
  expect(button('Delete data').title).toMatch(/lab, old would lose files/);
  expect(within(await row('free')).getByText('nobody')).toBeTruthy();
  expect(button('Enlarge free').title).toMatch(/no storage class/);
});

it('offers nothing of one that is being deleted, and says so', async () => {
  await show([claim('gone', { phase: 'Terminating' })]);
  await row('gone');
  for (const name of ['Files on gone', 'Enlarge gone', 'Delete gone']) {
    expect([button(name).title, button(name).getAttribute('aria-disabled')]).toEqual([
      'Is being deleted',
      'true'
    ]);
  }
});

it('says what becomes of a volume that is not there yet', async () => {
  const problem = 'failed to provision volume: snapshot gone';
  await show([
    claim('later', { phase: 'Pending' }),
    claim('now', { phase: 'Pending', storageClass: 'net' }),
    claim('stuck', { phase: 'Pending', problem })
  ]);
  const stateOf = async (name: string) =>
    (await row(name)).querySelector('[data-label="State"]')?.textContent;
  expect(await stateOf('later')).toBe('Waits for its first use');
  expect(await stateOf('now')).toBe('Is being made');
  expect(await stateOf('stuck')).toBe(`Is being madeKubernetes says: ${problem}`);
  expect(button('Enlarge now').title).toBe('It is not there yet.');
});

it('makes a volume, after what is wrong was said at its field', async () => {
  const harness = await show([], { [`POST ${VOLUMES}`]: { status: 201, body: claim('data') } });
  await screen.findByText('No volumes yet');
  await click('New volume');
  await click('Create volume');
  expect(screen.getByText('Give the volume a name.')).toBeTruthy();
  await userEvent.type(screen.getByLabelText('Name'), 'data');
  harness.answer(`GET ${VOLUMES}`, 200, { items: [claim('data')] });
  await click('Create volume');
  await row('data');
  expect(harness.sent(`POST ${VOLUMES}`)).toEqual([{ name: 'data', size: '5Gi' }]);
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('makes one larger, and stays with the reason where that is refused', async () => {
  const expand = `POST ${VOLUMES}/data/actions/expand`;
  const refusal = { status: 403, body: problem(403, 'The quota is used up.') };
  const harness = await show([claim('data')], { [expand]: refusal });
  await row('data');
  await click('Enlarge data');
  const size = screen.getByLabelText('New size');
  await userEvent.clear(size);
  await userEvent.type(size, '1Gi');
  expect(screen.getByText(/can only become larger/)).toBeTruthy();
  await click('Enlarge');
  expect(harness.sent(expand)).toEqual([]);
  await userEvent.clear(size);
  await userEvent.type(size, '9Gi');
  await click('Enlarge');
  expect((await screen.findByRole('alert')).textContent).toBe('The quota is used up.');
  harness.answer(expand, 200, claim('data', { size: '9Gi' }));
  await click('Enlarge');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('says of one that was made larger what it waits for, and goes on from what was asked', async () => {
  const growth = { size: '9Gi', message: 'It waits for its driver to enlarge it to 9Gi.' };
  await show([claim('data', { growth, problem: 'nobody does it' })]);
  const cells = within(await row('data'));
  expect(cells.getByText(growth.message)).toBeTruthy();
  expect(cells.getByText('Kubernetes says: nobody does it')).toBeTruthy();
  expect(cells.getByText('5Gi')).toBeTruthy();
  await click('Enlarge data');
  const size = screen.getByLabelText<HTMLInputElement>('New size');
  expect(size.value).toBe('9Gi');
  await click('Enlarge');
  expect(screen.getByText(/ask for more than 9Gi/)).toBeTruthy();
  await userEvent.clear(size);
  await userEvent.type(size, '8Gi');
  expect(screen.getByText(/ask for more than 9Gi/)).toBeTruthy();
});

it('deletes one after a question', async () => {
  const harness = await show([claim('data')], { [`DELETE ${VOLUMES}/data`]: { status: 202 } });
  await row('data');
  await click('Delete data');
  expect(harness.sent(`DELETE ${VOLUMES}/data`)).toEqual([]);
  harness.answer(`GET ${VOLUMES}`, 200, { items: [] });
  await click('Delete volume');
  await screen.findByText('No volumes yet');
  expect(document.activeElement).toBe(screen.getByRole('main'));
  expect(harness.sent(`DELETE ${VOLUMES}/data`)).toHaveLength(1);
});

it('lets a viewer look only', async () => {
  await show([claim('data')], {}, '/projects/team/volumes');
  await row('data');
  expect(screen.queryByRole('button', { name: 'New volume' })).toBeNull();
  expect(button('Delete data').getAttribute('aria-disabled')).toBe('true');
});

it('says why there is no list', async () => {
  await show([], { [`GET ${VOLUMES}`]: { status: 403, body: problem(403, 'You may not.') } });
  expect(await screen.findByText('You may not.')).toBeTruthy();
});
