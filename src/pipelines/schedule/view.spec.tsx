import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen } from '@testing-library/react';

import { eventually } from '../../testing/eventually';
import { TestPlatform } from '../../testing/platform';
import { scheduleActions, scheduleKind } from './kind';
import { ScheduleView } from './view';

const trans = nullTranslator.load('kubeflow_lab');
const kind = scheduleKind(trans);

function show(onSet = jest.fn().mockResolvedValue(undefined)) {
  const props = { schedule: undefined, timezone: 'UTC', onSet, onClose: jest.fn(), trans };
  render(<ScheduleView {...props} />);
  return onSet;
}
const change = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const set = () => screen.getByText<HTMLButtonElement>('Set schedule');

it('says in words when a notebook runs, and the next five times', async () => {
  const onSet = show();
  expect(screen.getByText('Every day at 06:00 (UTC).')).toBeTruthy();
  expect(screen.getAllByRole('listitem')).toHaveLength(5);
  change('Runs', 'weekly');
  fireEvent.click(screen.getByLabelText('Friday'));
  change('At', '08:30');
  expect(
    screen.getByText('Every Monday, Tuesday, Wednesday, Thursday at 08:30 (UTC).')
  ).toBeTruthy();
  fireEvent.click(set());
  const schedule = { cron: ['30 8 * * 1,2,3,4'], timezone: 'UTC', overlap: 'Forbid' };
  await eventually(() => expect(onSet).toHaveBeenCalledWith(schedule));
});

it.each([
  ['Cron expression', 'every day', /cannot be read/],
  ['Time zone', 'Mars/Olympus', /There is no time zone Mars\/Olympus/]
])('says what is wrong with a %s, and does not take it', (label, value, sentence) => {
  show();
  change('Runs', 'custom');
  change(label, value);
  expect(screen.getByRole('alert').textContent).toMatch(sentence);
  expect(set().disabled).toBe(true);
});

it('tells why the server refuses, and keeps what was chosen', async () => {
  show(jest.fn().mockRejectedValue(new Error('No room.')));
  change('Runs', 'hourly');
  fireEvent.click(set());
  expect((await screen.findByRole('alert')).textContent).toContain('No room.');
  expect(screen.getByText('Every hour, on the hour (UTC).')).toBeTruthy();
});

it.each([
  [true, 'resume'],
  [false, 'suspend']
])('of a schedule that is paused: %s, offers to %s', (paused, action) => {
  const platform = new TestPlatform('http://127.0.0.1:1/');
  const item = { object: { metadata: { name: 'a' } }, summary: { paused } } as never;
  expect(scheduleActions({ item, platform }, kind, trans).map(({ id }) => id)).toEqual([action]);
});
