import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Fixture } from '../testing/fixture';
import { TestPlatform } from '../testing/platform';
import { FilesClient } from './api';
import { PreviewView } from './preview';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

describe('PreviewView', () => {
  let fixture: Fixture;

  beforeEach(() => {
    fixture = new Fixture();
  });

  afterEach(() => fixture.close());

  async function draw(path: string, text: string, size = text.length): Promise<void> {
    fixture.files.texts.set(path, text);
    const { client, trans } = new TestPlatform(await fixture.listen());
    const name = path.slice(path.lastIndexOf('/') + 1);
    const file = { namespace: 'team-a', bucket: 'team-a', path, name, size, modified: '' };
    render(<PreviewView file={file} files={new FilesClient(client)} trans={trans} />);
  }

  it('shows a text as it is, and never as a page', async () => {
    await draw('a b/page#1.html', '<b>bold</b>');
    expect((await screen.findByLabelText('page#1.html')).textContent).toBe('<b>bold</b>');
  });

  it('shows a table with its numbers to the right, and the text behind it', async () => {
    await draw('a.csv', 'name,size\n"x, y",1\nz,\n');
    expect(await screen.findByRole('cell', { name: 'x, y' })).toBeTruthy();
    const classes = screen.getAllByRole('columnheader').map(({ className }) => className);
    expect(classes).toEqual(['', 'kfl-mod-number']);
    await userEvent.click(screen.getByRole('button', { name: 'Show as text' }));
    expect(screen.getByLabelText('a.csv').textContent).toContain('"x, y",1');
  });

  it('says that it shows a part', async () => {
    await draw('log.txt', 'line\n', 10_000_000);
    await screen.findByText('The first 262 kB of 10.0 MB.');
  });

  it('says that a file is empty', async () => {
    await draw('empty.txt', '');
    await screen.findByText('The file is empty.');
  });

  it('shows an image', async () => {
    URL.createObjectURL = () => 'blob:image';
    URL.revokeObjectURL = () => undefined;
    await draw('plot.svg', '<svg/>');
    expect((await screen.findByRole('img')).getAttribute('src')).toBe('blob:image');
  });

  it('says why there is no preview', async () => {
    await draw('model.bin', 'x');
    await screen.findByText(/There is no preview of this file/);
  });
});
