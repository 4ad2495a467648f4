import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ProblemError, problemOf } from '../problem';
import { Fixture } from '../testing/fixture';
import { jobItem, noJobActions, succeeded } from '../testing/jobs';
import { TestPlatform } from '../testing/platform';
import { trainingKinds } from '../training/kinds';
import { Detail } from './detail';
import type { ItemAction } from './kind';

const digits = { plural: 'tfjobs' as const, namespace: 'team-a', name: 'digits' };

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

describe('Detail', () => {
  let fixture: Fixture;
  let platform: TestPlatform;
  let own: ItemAction[];
  const actions = { open: jest.fn(), delete: jest.fn(), openNotebook: jest.fn() };

  beforeEach(async () => {
    jest.clearAllMocks();
    own = [];
    fixture = new Fixture();
    platform = new TestPlatform(await fixture.listen());
    const [tfjob] = trainingKinds(platform.trans, noJobActions);
    const tabs = [{ id: 'own', label: 'Own', view: () => <p>A tab of its own.</p> }];
    platform.kinds.add({ ...tfjob, tabs, actions: () => own });
  });

  afterEach(() => fixture.close());

  const draw = () => render(<Detail platform={platform} actions={actions} object={digits} />);
  const tab = (name: string) => screen.findByRole('tab', { name });
  const press = async (name: string) =>
    userEvent.click(await screen.findByRole('button', { name }));

  it('shows head, picture and origin, and the tabs of the kind', async () => {
    fixture.put(jobItem('digits', { notebook: 'train.ipynb' }));
    draw();
    await screen.findByText('All replicas are running.');
    expect(screen.getAllByRole('tab').map(({ textContent }) => textContent)).toEqual([
      'Overview',
      'Own',
      'Log',
      'Events',
      'YAML'
    ]);
    expect(screen.getByText('chief-0')).toBeTruthy();
    expect(screen.getByText('train.ipynb')).toBeTruthy();
  });

  it('goes from tab to tab by arrow keys', async () => {
    fixture.put(jobItem('digits'));
    draw();
    (await tab('Overview')).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByText('A tab of its own.')).toBeTruthy();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(document.activeElement).toBe(await tab('YAML'));
    await waitFor(() =>
      expect(screen.getByLabelText('Object in YAML').textContent).toContain('kind: TFJob')
    );
  });

  it('goes to the log of a replica from its picture, and to all of it again', async () => {
    fixture.put(jobItem('digits'));
    fixture.print('team-a', 'digits', ['digits-chief-0', 'one'], ['digits-worker-0', 'two']);
    draw();
    await userEvent.click(await screen.findByTitle('Show only the log of digits-worker-0'));
    await waitFor(() => expect(screen.getByRole('log').textContent).toBe('worker-0 two'));
    fireEvent.change(screen.getByLabelText('Part of the log'), { target: { value: '' } });
    expect(screen.getByRole('log').textContent).toBe('chief-0 oneworker-0 two');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'ONE' } });
    expect(screen.getByRole('log').textContent).toBe('chief-0 one');
  });

  it('shows what Kubernetes reports', async () => {
    fixture.put(jobItem('digits'));
    const event = { time: new Date().toISOString(), type: 'Warning', reason: 'BackOff' };
    fixture.events = [{ ...event, message: 'Back-off pulling.', object: 'Pod/digits-chief-0' }];
    draw();
    await userEvent.click(await tab('Events'));
    expect(await screen.findByText('Back-off pulling.')).toBeTruthy();
  });

  it('says why an action cannot be done, and does not do it', async () => {
    const run = jest.fn();
    own = [{ id: 'stop', label: 'Stop', enabled: false, reason: 'It has ended already.', run }];
    fixture.put(succeeded('digits'));
    draw();
    await press('Stop');
    expect((await screen.findByRole('alert')).textContent).toBe('It has ended already.');
    expect(run).not.toHaveBeenCalled();
  });

  it('says why an action failed, where it was asked for', async () => {
    const run = () => Promise.reject(new ProblemError(problemOf('You may not stop it.', 403)));
    own = [{ id: 'stop', label: 'Stop', enabled: true, run }];
    fixture.put(jobItem('digits'));
    draw();
    await press('Stop');
    expect((await screen.findByRole('alert')).textContent).toBe('You may not stop it.');
  });

  it('keeps the last state of what was deleted, with nothing to do', async () => {
    fixture.put(jobItem('digits'));
    draw();
    await tab('Log');
    fixture.remove('uid-digits');
    await screen.findByText('This training job was deleted. What is shown is its last state.');
    expect(screen.queryByRole('tab', { name: 'Log' })).toBeNull();
    await press('Delete');
    expect(actions.delete).not.toHaveBeenCalled();
  });

  it('says that there is no such object', async () => {
    draw();
    await screen.findByText(/There is no training job digits in team-a/);
  });
});
