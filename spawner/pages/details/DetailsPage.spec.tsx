import { fireEvent, screen, waitFor } from '@testing-library/react';

import { ago, events, logLines, notebook } from '../../testing/fixtures.js';
import { Harness, type Answers } from '../../testing/harness.js';

const ALICE = { resource: 'notebooks', namespace: 'alice' } as const;
const LOGS = { resource: 'logs', kind: 'notebooks', namespace: 'alice', name: 'digits' } as const;
const EVENTS = 'GET /api/namespaces/alice/notebooks/digits/events';

async function show(tab: string, answers: Answers = {}): Promise<Harness> {
  const harness = new Harness(answers);
  await harness.open(`/projects/alice/notebooks/digits${tab}`);
  harness.live(ALICE, { type: 'snapshot', items: [notebook('alice', 'digits')] });
  return harness;
}

describe('the details of a server', () => {
  it('begin with an overview', async () => {
    await show('');
    expect(screen.getByRole('heading', { name: 'digits' })).toBeTruthy();
    expect(screen.getByText('localhost/kubeflow-lab-jupyter:0.1.0')).toBeTruthy();
    expect(screen.getByText('digits-workspace')).toBeTruthy();
  });

  it.each([
    ['a time', { stopsAt: ago(-80) }, /^at .*\d\d.\d\d.* unless it is used before/],
    ['no time', {}, /^only when somebody stops it$/],
    ['no answer', { activityProblem: 'its pod is not ready' }, /that is not known: its pod is/]
  ])('say when it stops: %s', async (_what, summary, text) => {
    const harness = await show('');
    const item = notebook('alice', 'digits', { lastActivity: ago(40.5), ...summary });
    harness.live(ALICE, { type: 'snapshot', items: [item] });
    expect(screen.getByText('Last used').nextSibling?.textContent).toMatch(/^(39|40) minutes ago/);
    expect(screen.getByText('Stops').nextSibling?.textContent).toMatch(text);
  });

  it('have events, newest first, asked for again when the server changes', async () => {
    const items = [...events()].reverse();
    const harness = await show('/events', { [EVENTS]: { status: 200, body: { items } } });
    await screen.findByText('FailedScheduling');
    const reasons = screen
      .getAllByRole('listitem')
      .map(each => each.querySelector('strong')?.textContent);
    expect(reasons).toEqual(['Pulled', 'FailedScheduling', 'SuccessfulCreate']);
    const before = harness.sent(EVENTS).length;
    harness.live(ALICE, { type: 'snapshot', items: [notebook('alice', 'digits')] });
    await waitFor(() => expect(harness.sent(EVENTS).length).toBe(before + 1));
  });

  it('have a log that grows, with nothing in it taken for markup', async () => {
    const harness = await show('/logs');
    harness.live(LOGS, { type: 'snapshot', lines: logLines(3) });
    const log = screen.getByRole('log');
    expect(log.textContent?.trimEnd().split('\n')).toHaveLength(3);
    const text = '<img src=x onerror=alert(1)>';
    harness.live(LOGS, { type: 'lines', lines: [{ ...logLines(1, 4)[0], text }] });
    expect(log.textContent).toContain(text);
    expect(log.querySelector('img')).toBeNull();
    harness.live(LOGS, { type: 'end' });
    expect(screen.getByText(/4 lines · this log is complete/)).toBeTruthy();
  });

  it('have a new log after a start', async () => {
    const harness = await show('/logs');
    const stopped = notebook('alice', 'digits', { phase: 'Stopped' });
    harness.live(ALICE, { type: 'snapshot', items: [stopped] });
    harness.live(LOGS, { type: 'snapshot', lines: logLines(3) });
    expect(harness.hub.said).not.toContainEqual({ type: 'again', topic: LOGS });
    harness.live(ALICE, {
      type: 'snapshot',
      items: [notebook('alice', 'digits', { phase: 'Starting' })]
    });
    expect(harness.hub.said).toContainEqual({ type: 'again', topic: LOGS });
  });

  it('have the object as YAML', async () => {
    await show('/yaml');
    const text = (await screen.findByRole('region', { name: 'The object as YAML' })).textContent;
    expect(text).toMatch(/^apiVersion: kubeflow.org\/v1\nkind: Notebook\n/);
  });

  it('lead on with tabs, and back', async () => {
    await show('');
    fireEvent.click(screen.getByRole('link', { name: 'Logs' }));
    expect(location.pathname).toBe('/projects/alice/notebooks/digits/logs');
    expect(screen.getByRole('link', { name: 'Logs' }).getAttribute('aria-current')).toBe('page');
    fireEvent.click(screen.getByRole('link', { name: 'Notebook servers' }));
    expect(location.pathname).toBe('/projects/alice');
  });

  it('say when there is no such server', async () => {
    const harness = await show('');
    harness.live(ALICE, { type: 'snapshot', items: [] });
    expect(screen.getByText('There is no server digits in this project')).toBeTruthy();
  });
});
