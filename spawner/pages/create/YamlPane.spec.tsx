import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { NotebookForm, NotebookObjects } from '@kubeflow-lab/schema';

import { manyOptions, notebook, options, settings } from '../../testing/fixtures.js';
import { Harness, type Answers } from '../../testing/harness.js';

const ALICE = { resource: 'notebooks', namespace: 'alice' } as const;
const CREATE = 'POST /api/namespaces/alice/notebooks';
const DRY_RUN = `${CREATE}?dryRun=true`;
const OPTIONS = 'GET /api/namespaces/alice/notebook-options';

const field = (label: string): HTMLInputElement => screen.getByLabelText(label);
const yaml = (): HTMLTextAreaElement =>
  screen.getByLabelText<HTMLTextAreaElement>('What will be made, as YAML, to change');
/** The YAML with one place changed, as if somebody typed it. */
function edit(from: string | RegExp, to: string): void {
  expect(yaml().value).toMatch(from);
  fireEvent.change(yaml(), { target: { value: yaml().value.replace(from, to) } });
}
const said = (): string =>
  yaml().closest('section')?.querySelector('.field-error')?.textContent ?? '';
const undo = (): void => {
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
};
const SIDECAR = '      containers:\n        - name: side\n          image: side:1\n';

async function show(answers: Answers = {}): Promise<Harness> {
  const made = notebook('alice', 'mine');
  const harness = new Harness({ [CREATE]: { status: 201, body: made }, ...answers });
  await harness.open('/projects/alice/new');
  fill(harness);
  await waitFor(yaml);
  return harness;
}

function fill(harness: Harness): void {
  harness.live({ resource: 'settings' }, { type: 'snapshot', settings: settings() });
  harness.live(ALICE, { type: 'snapshot', items: [] });
}

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

it('follows the form at once', async () => {
  await show();
  fireEvent.change(field('CPU (cores)'), { target: { value: '1.5' } });
  expect(yaml().value).toMatch(/requests:\n\s+cpu: "1.5"/);
  fireEvent.change(field('Name'), { target: { value: 'lab' } });
  expect(yaml().value).toContain('name: lab-workspace');
});

it('is followed by the form', async () => {
  const harness = await show();
  edit(/requests:\n\s+cpu: "0.5"/, 'requests:\n              cpu: 2');
  expect(field('CPU (cores)').value).toBe('2');
  edit('name: notebook\n', 'name: lab\n');
  expect(field('Name').value).toBe('lab');
  edit(/cpu: "0.5"/, 'cpu: "2"');
  await userEvent.click(screen.getByRole('button', { name: 'Create server' }));
  await waitFor(() => expect(harness.sent(CREATE)).toHaveLength(1));
  // What the form says altogether is sent as the form.
  expect(harness.sent(CREATE)).toMatchObject([
    { name: 'lab', cpu: '2' } satisfies Partial<NotebookForm>
  ]);
});

it('keeps and names what the form does not know, through changes of the form and reloads', async () => {
  const harness = await show();
  edit('      containers:\n', SIDECAR);
  edit('labels:\n', 'labels:\n    team: a\n');
  const told = 'Also in the YAML, whatever the form says: label team=a, container side.';
  expect(screen.getByText(told)).toBeTruthy();
  fireEvent.change(field('Memory'), { target: { value: '2Gi' } });
  fireEvent.change(field('Name'), { target: { value: 'lab' } });
  expect(yaml().value).toContain('name: side');
  await harness.reload();
  fill(harness);
  await waitFor(yaml);
  expect(screen.getByText(told)).toBeTruthy();
  await waitFor(() => expect(harness.sent(DRY_RUN)).toHaveLength(1));
  await userEvent.click(screen.getByRole('button', { name: 'Create server' }));
  await waitFor(() => expect(harness.sent(CREATE)).toHaveLength(1));
  const [{ objects }] = harness.sent(CREATE) as [NotebookObjects];
  expect(objects).toMatchObject([
    {
      metadata: { name: 'lab', labels: { team: 'a' } },
      spec: { template: { spec: { containers: [{ name: 'lab' }, { name: 'side' }] } } }
    },
    { kind: 'PersistentVolumeClaim', metadata: { name: 'lab-workspace' } }
  ]);
  expect(harness.sent(DRY_RUN).at(-1)).toEqual({ objects });
});

it('says place and reason where it is no YAML, and leaves the form until it is', async () => {
  const harness = await show();
  edit('kind: Notebook\n', 'kind: Notebook\n  odd: [\n');
  expect(said()).toMatch(/^Line \d+, column \d+: .+ The form stays as it was\.$/);
  expect(field('Name').value).toBe('notebook');
  await userEvent.click(screen.getByRole('button', { name: 'Create server' }));
  expect(harness.sent(CREATE)).toEqual([]);
  expect(document.activeElement).toBe(yaml());
  edit('  odd: [\n', '');
  edit('name: notebook\n', 'name: lab\n');
  expect(said()).toBe('');
  expect(field('Name').value).toBe('lab');
});

it.each([
  [
    'containers of another shape',
    /containers:\n(.*\n)*?\s+volumes:/,
    'containers: 5\n      volumes:',
    /^Line \d+: .*must be a list/
  ],
  ['an alias of nothing', 'kind: Notebook', 'kind: *nothing', /alias/i],
  ['another kind', 'kind: Notebook', 'kind: Secret', /There must be one Notebook/],
  ['a text', /^[^]*$/, 'hello', /^Line 1: There are no fields here/],
  ['nothing', /^[^]*$/, '', /There must be one Notebook/],
  ['another project', 'namespace: alice', 'namespace: bob', /namespace must be alice/]
])('refuses %s with a reason', async (_what, from, to, reason) => {
  await show();
  edit(from, to);
  expect(said()).toMatch(reason);
  expect(field('Name').value).toBe('notebook');
});

it('refuses what the administrator does not allow, as the server does', async () => {
  await show({
    [OPTIONS]: { status: 200, body: { ...manyOptions(), allowCustomImage: false } }
  });
  edit(/requests:\n(.*\n)\s+memory: 2Gi/, 'requests:\n$1              memory: 64Gi');
  expect(said()).toMatch(/^memory: This is set by the administrator/);
  expect(field('Memory').value).toBe('2Gi');
  undo();
  edit('      containers:\n', SIDECAR);
  expect(said()).toMatch(/"image".*administrator/);
});

it('is undone step by step, changes of the form and of the YAML alike', async () => {
  await show();
  fireEvent.change(field('CPU (cores)'), { target: { value: '1' } });
  edit('name: notebook\n', 'name: lab\n');
  edit('name: lab\n', 'name: labs\n');
  fireEvent.change(field('Memory'), { target: { value: '3Gi' } });
  undo();
  expect([field('Memory').value, field('Name').value]).toEqual(['1Gi', 'labs']);
  undo();
  expect([field('Name').value, field('CPU (cores)').value]).toEqual(['notebook', '1']);
  undo();
  expect(field('CPU (cores)').value).toBe('0.5');
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Undo' }).disabled).toBe(true);
});

it('is written as it will be sent when it is left, but keeps another way to write the same', async () => {
  await show();
  edit('kind: Notebook\n', 'kind: Notebook # mine\n');
  fireEvent.blur(yaml());
  expect(yaml().value).toContain('# mine');
  edit('name: notebook\n', 'name: lab\n');
  fireEvent.blur(yaml());
  expect(yaml().value).not.toContain('# mine');
  expect(yaml().value).toContain('name: lab-workspace');
});

it('chooses what no list offers, and the form shows it', async () => {
  await show({ [OPTIONS]: { status: 200, body: options() } });
  edit(/limits:\n/, 'limits:\n              amd.com/gpu: 3\n');
  expect(field('GPUs').value).toBe('3');
  edit('envFrom:\n', 'envFrom:\n            - secretRef:\n                name: tokens\n');
  expect(field('tokens').checked).toBe(true);
  edit(/image: .*\n/, 'image: mine:1\n');
  expect(field('Name of the image').value).toBe('mine:1');
});
