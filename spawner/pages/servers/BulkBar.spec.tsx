import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sizeOf } from '@kubeflow-lab/resources';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { manyOf, manyOptions, notebook, problem } from '../../testing/fixtures.js';
import { Harness, type Answers } from '../../testing/harness.js';

async function show(items: NotebookItem[], answers: Answers): Promise<Harness> {
  const harness = new Harness(answers);
  await harness.open('/projects/alice');
  harness.live({ resource: 'notebooks', namespace: 'alice' }, { type: 'snapshot', items });
  return harness;
}

describe('many at once', () => {
  const action = (name: string, what: string): string =>
    `POST /api/namespaces/alice/notebooks/${name}/actions/${what}`;
  const two = [notebook('alice', 'a'), notebook('alice', 'b')];
  const select = (name: string) => userEvent.click(screen.getByLabelText(`Select ${name}`));

  it('are stopped, with one summary, and started again by undo', async () => {
    const harness = await show(two, {
      [action('a', 'stop')]: { status: 200, body: two[0] },
      [action('b', 'stop')]: { status: 503, body: problem(503, 'Does not answer.') },
      [action('a', 'start')]: { status: 200, body: two[0] }
    });
    await userEvent.click(screen.getByLabelText('Select all that are shown'));
    expect(screen.getByText('2 servers selected')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Stop 2 servers' }));
    const done = within(await screen.findByRole('region', { name: 'Just done' }));
    expect(done.getByText('1 server is being stopped. It did not work for 1 server:')).toBeTruthy();
    expect(done.getByText('b').parentElement?.textContent).toBe('b: Does not answer.');
    await userEvent.click(done.getByRole('button', { name: /^Undo/ }));
    await screen.findAllByText('1 server is being started.');
    expect(harness.sent(action('a', 'start'))).toHaveLength(1);
    expect(harness.sent(action('b', 'start'))).toHaveLength(0);
  });

  it('are restarted after a question, but for those that are stopped', async () => {
    const items = [...two, notebook('alice', 'c', { phase: 'Stopped' })];
    const harness = await show(items, {
      [action('a', 'restart')]: { status: 200, body: two[0] },
      [action('b', 'restart')]: { status: 409, body: problem(409, 'It is being deleted.') }
    });
    await userEvent.click(screen.getByLabelText('Select all that are shown'));
    await userEvent.click(screen.getByRole('button', { name: 'Restart 2 servers' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Restart 2 servers?' }));
    expect(dialog.getByText(/what they hold in memory is lost/)).toBeTruthy();
    expect(dialog.getByText('1 selected server is stopped and stays so.')).toBeTruthy();
    expect(dialog.getAllByRole('listitem').map(line => line.textContent)).toEqual(['a', 'b']);
    expect(harness.sent(action('a', 'restart'))).toHaveLength(0);
    await userEvent.click(dialog.getByRole('button', { name: 'Restart 2 servers' }));
    const done = within(await screen.findByRole('region', { name: 'Just done' }));
    done.getByText('1 server is being restarted. It did not work for 1 server:');
    expect(done.getByText('b').parentElement?.textContent).toBe('b: It is being deleted.');
    expect(done.queryByRole('button', { name: /^Undo/ })).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(harness.sent(action('a', 'restart'))).toHaveLength(1);
  });

  it('are not restarted where all are stopped', async () => {
    await show([notebook('alice', 'c', { phase: 'Stopped' })], {});
    await select('c');
    const button = screen.getByRole('button', { name: 'Restart 0 servers' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
  });

  it('are changed as each is asked for, but for those that the cluster refuses', async () => {
    const items = [
      notebook('alice', 'a', { memory: '1Gi', cpu: '0.5' }),
      notebook('alice', 'b', { memory: '2Gi', cpu: '2' }),
      notebook('alice', 'c', { phase: 'Stopped' }),
      notebook('alice', 'd', { memory: '4Gi' })
    ];
    const refused = problem(403, 'The quota of the project is used up.');
    const harness = await show(items, {
      [action('a', 'edit')]: { status: 200, body: items[0] },
      [action('b', 'edit')]: { status: 403, body: refused },
      [action('c', 'edit')]: { status: 200, body: items[2] },
      [action('a', 'restart')]: { status: 200, body: items[0] }
    });
    await userEvent.click(screen.getByLabelText('Select all that are shown'));
    await userEvent.click(screen.getByRole('button', { name: 'Change 4 servers' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Change 4 servers' }));
    const preview = dialog.getByRole<HTMLButtonElement>('button', { name: 'Show what changes' });
    expect(preview.disabled).toBe(true);
    expect(dialog.getByLabelText<HTMLInputElement>('Memory').placeholder).toBe('as each has it');
    await userEvent.type(dialog.getByLabelText('Memory'), '4Gi');
    await userEvent.click(preview);
    const lines = () => dialog.getAllByRole('listitem').map(line => line.textContent);
    await waitFor(() =>
      expect(lines()).toEqual([
        'aMemory1Gi → 4Giruns on as it is until it restarts',
        'bRefused: The quota of the project is used up.',
        'cMemory1Gi → 4Gifrom its next start on',
        'dNothing changes.'
      ])
    );
    await userEvent.click(dialog.getByLabelText('Restart them now'));
    expect(lines()[0]).toBe('aMemory1Gi → 4Girestarts at once');
    expect(dialog.getByText(/^1 server restarts at once: its kernels end/)).toBeTruthy();
    await userEvent.click(dialog.getByRole('button', { name: 'Change 2 servers' }));
    await screen.findAllByText('2 servers were changed.');
    expect(screen.queryByRole('dialog')).toBeNull();
    const sent = harness.sent(action('a', 'edit')) as { dryRun: boolean; object: object }[];
    expect(sent.map(({ dryRun }) => dryRun)).toEqual([true, false]);
    expect(sizeOf(sent[1].object)).toMatchObject({ cpu: '0.5', memory: '4Gi' });
    expect(harness.sent(action('b', 'edit'))).toHaveLength(1);
    expect(harness.sent(action('c', 'edit'))).toHaveLength(2);
    const restarted = harness.requests.filter(({ name }) => name.endsWith('/actions/restart'));
    expect(restarted.map(({ name }) => name)).toEqual([action('a', 'restart')]);
  });

  it('that are changed and then refused are told by name', async () => {
    const harness = await show(two, {
      [action('a', 'edit')]: { status: 200, body: two[0] },
      [action('b', 'edit')]: { status: 200, body: two[1] }
    });
    await userEvent.click(screen.getByLabelText('Select all that are shown'));
    await userEvent.click(screen.getByRole('button', { name: 'Change 2 servers' }));
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.type(dialog.getByLabelText('Image'), 'registry.example/team/jupyter:3.0');
    await userEvent.click(dialog.getByRole('button', { name: 'Show what changes' }));
    harness.answer(action('b', 'edit'), 409, problem(409, 'It was changed meanwhile.'));
    await userEvent.click(await dialog.findByRole('button', { name: 'Change 2 servers' }));
    const done = within(await screen.findByRole('region', { name: 'Just done' }));
    expect(done.getByText('1 server was changed. It did not work for 1 server:')).toBeTruthy();
    expect(done.getByText('b').parentElement?.textContent).toBe('b: It was changed meanwhile.');
  });

  it('are given GPUs only where that is asked for', async () => {
    const harness = await show(two, {
      'GET /api/namespaces/alice/notebook-options': { status: 200, body: manyOptions() },
      [action('a', 'edit')]: { status: 200, body: two[0] },
      [action('b', 'edit')]: { status: 200, body: two[1] }
    });
    await userEvent.click(screen.getByLabelText('Select all that are shown'));
    await userEvent.click(screen.getByRole('button', { name: 'Change 2 servers' }));
    await userEvent.click(await screen.findByLabelText('Set GPUs'));
    fireEvent.change(screen.getByLabelText('GPUs'), { target: { value: '2' } });
    await userEvent.click(screen.getByRole('button', { name: 'Show what changes' }));
    expect(await screen.findAllByText('2 × nvidia.com/gpu')).toHaveLength(2);
    expect(JSON.stringify(harness.sent(action('b', 'edit')))).toContain('"nvidia.com/gpu":"2"');
  });

  it('are deleted with the choice for each volume', async () => {
    const path = (name: string, volume: string): string =>
      `DELETE /api/namespaces/alice/notebooks/${name}?volume=${volume}`;
    const harness = await show(two, {
      'GET /api/namespaces/alice/persistentvolumeclaims': {
        status: 200,
        body: { items: [{ name: 'b-workspace', size: '5Gi', phase: 'Bound', usedBy: ['b-0'] }] }
      },
      [path('a', 'keep')]: { status: 202 },
      [path('b', 'delete')]: { status: 202 }
    });
    await select('a');
    await select('b');
    await userEvent.click(screen.getByRole('button', { name: 'Delete 2 servers' }));
    await userEvent.click(await screen.findByLabelText('delete its volume b-workspace (5Gi) too'));
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Delete 2 servers' }));
    await userEvent.click(screen.getByRole('button', { name: 'Delete now' }));
    await screen.findAllByText('2 servers are being deleted.');
    expect(harness.sent(path('a', 'keep'))).toHaveLength(1);
    expect(harness.sent(path('b', 'delete'))).toHaveLength(1);
  });

  it('are only those that are shown', async () => {
    await show(manyOf('alice', 8), {});
    await userEvent.click(screen.getByLabelText('Select all that are shown'));
    fireEvent.change(screen.getByRole('combobox', { name: 'State' }), {
      target: { value: 'Stopped' }
    });
    expect(await screen.findByText('2 servers selected')).toBeTruthy();
    expect(screen.getByText('2 of 8')).toBeTruthy();
  });
});
