import { fireEvent, screen, waitFor } from '@testing-library/react';

import { problem, volumeFiles } from '../../testing/fixtures.js';
import { Harness, type Answers } from '../../testing/harness.js';
import { contentOf, parentsOf } from './files.js';

const base = 'POST /api/namespaces/alice/persistentvolumeclaims/shared/actions';
const list = `${base}/list-files`;
const read = `${base}/read-file`;

async function show(answers: Answers): Promise<Harness> {
  const harness = new Harness(answers);
  await harness.open('/projects/alice/volumes/shared');
  return harness;
}

const names = (): (string | null)[] =>
  screen.getAllByRole('rowheader').map(header => header.textContent);

it('a volume is looked through folder by folder', async () => {
  await show({ [list]: { status: 200, body: volumeFiles() } });
  fireEvent.click(await screen.findByRole('button', { name: 'data/' }));
  expect(names()).toEqual(['train.csv']);
  fireEvent.click(screen.getByRole('button', { name: 'The volume' }));
  expect(names()).toEqual(['data/', 'current', 'digits.ipynb', 'notes-9.txt', 'notes-10.txt']);
  const link = screen.getByRole('button', { name: 'Download current' });
  expect(link.getAttribute('aria-disabled')).toBe('true');
});

it('a file that cannot be read says why', async () => {
  const harness = await show({
    [list]: { status: 200, body: volumeFiles() },
    [read]: { status: 413, body: problem(413, 'It is larger than 64 MiB.') }
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Download digits.ipynb' }));
  expect((await screen.findByRole('alert')).textContent).toBe('It is larger than 64 MiB.');
  expect(harness.sent(read)).toEqual([{ path: 'digits.ipynb' }]);
});

it('a volume that cannot be read says why, and is read again', async () => {
  const harness = await show({ [list]: { status: 504, body: problem(504, 'No place.') } });
  expect((await screen.findByRole('alert')).textContent).toMatch('No place.');
  harness.answer(list, 200, { items: [], used: 0, more: false });
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.getByText('Nothing lies in this folder.')).toBeTruthy());
});

it('folders are told by their paths', () => {
  expect(parentsOf('a/b/c')).toEqual(['a', 'a/b', 'a/b/c']);
  expect(parentsOf('')).toEqual([]);
  expect(contentOf(volumeFiles().items, 'nowhere')).toEqual([]);
});
