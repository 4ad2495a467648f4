import { Clipboard, Notification } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import { configure, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Connection } from '../panels/connection';
import { eventually } from '../testing/eventually';
import { defaultSettings, Fixture } from '../testing/fixture';
import { TestPlatform } from '../testing/platform';
import { FileActions } from './actions';
import { FilesClient } from './api';
import { parentOf } from './list';
import { FilesModel } from './model';
import { FilesPanel } from './panel';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

// Whole screens are searched by roles, on machines that do other things too.
configure({ asyncUtilTimeout: 5000 });
jest.setTimeout(30_000);

describe('FilesPanel', () => {
  let fixture: Fixture;
  let panel: FilesPanel;
  let model: FilesModel;
  let connection: Connection;
  const opened = jest.fn();

  beforeEach(async () => {
    jest.clearAllMocks();
    fixture = new Fixture();
    for (const path of ['notes.txt', 'data/digits.csv', 'data/old/first.csv']) {
      fixture.files.texts.set(path, 'a,b\n1,2\n');
    }
  });

  afterEach(async () => {
    panel.dispose();
    model.dispose();
    connection.dispose();
    await fixture.close();
  });

  async function draw(): Promise<void> {
    const platform = new TestPlatform(await fixture.listen());
    const files = new FilesClient(platform.client);
    connection = new Connection(platform);
    model = new FilesModel(connection, files);
    const actions = new FileActions(files, platform.trans, opened);
    panel = new FilesPanel({ model, actions, trans: platform.trans });
    Widget.attach(panel, document.body);
    await connection.connect();
  }

  const rows = () =>
    [...panel.node.querySelectorAll<HTMLElement>('.kfl-File')].map(row => row.dataset.path);
  const row = (name: string) => screen.findByRole('button', { name: new RegExp(`^${name}`) });
  const press = async (name: string | RegExp) =>
    userEvent.click(await screen.findByRole('button', { name }));

  /** jsdom takes no dialog for shown, so its buttons have no roles. */
  const answer = (button: 'accept' | 'reject') =>
    document.querySelector<HTMLElement>(`.jp-Dialog .jp-mod-${button}`)!.click();

  it('shows folders before files, and leads into folders and back', async () => {
    await draw();
    await eventually(() => expect(rows()).toEqual(['data/', 'notes.txt']));
    await userEvent.click(await row('data'));
    await eventually(() => expect(rows()).toEqual(['data/old/', 'data/digits.csv']));
    const crumbs = within(screen.getByRole('navigation'));
    expect(crumbs.getByText('data').getAttribute('aria-current')).toBe('location');
    await userEvent.click(crumbs.getByRole('button', { name: 'team-a' }));
    await eventually(() => expect(rows()).toEqual(['data/', 'notes.txt']));
  });

  it('goes from row to row by arrow keys, and up by Backspace', async () => {
    await draw();
    await userEvent.click(await row('data'));
    (await row('old')).focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(opened).toHaveBeenCalledWith({
      namespace: 'team-a',
      bucket: 'team-a',
      path: 'data/digits.csv',
      name: 'digits.csv',
      size: 8,
      modified: fixture.files.modified
    });
    await userEvent.keyboard('{Backspace}');
    await eventually(() => expect(rows()).toEqual(['data/', 'notes.txt']));
  });

  it('reads on where a folder has more', async () => {
    fixture.files.page = 1;
    await draw();
    await press('Show more');
    await eventually(() => expect(rows()).toEqual(['data/', 'notes.txt']));
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('uploads into the folder that is shown, and asks before it replaces', async () => {
    await draw();
    await userEvent.click(await row('data'));
    await row('digits.csv');
    const input = await screen.findByLabelText<HTMLInputElement>('Files to upload');
    const upload = [new File(['new'], 'digits.csv'), new File(['x'], 'b.csv')];
    await userEvent.upload(input, upload);
    await screen.findByText('A file of this name is here already.');
    // What arrives is not what was sent: jsdom does not know the files of Node.
    await eventually(() => expect(fixture.files.texts.has('data/b.csv')).toBe(true));
    expect(fixture.files.texts.get('data/digits.csv')).toBe('a,b\n1,2\n');
    await press('Replace');
    await eventually(() =>
      expect(fixture.files.texts.get('data/digits.csv')).not.toBe('a,b\n1,2\n')
    );
    await eventually(() => {
      expect(rows()).toEqual(['data/old/', 'data/b.csv', 'data/digits.csv']);
      expect(screen.queryByRole('list', { name: 'Uploads' })).toBeNull();
    });
  });

  it('says why an upload failed, and lets it be tried again', async () => {
    await draw();
    await row('notes.txt');
    const detail = 'The file is too large: 1 GB can be uploaded at most.';
    fixture.files.problem = { type: 'about:blank', title: 'Too large', status: 413, detail };
    await userEvent.upload(screen.getByLabelText('Files to upload'), new File(['x'], 'large'));
    expect((await screen.findByRole('alert')).textContent).toBe(detail);
    fixture.files.problem = null;
    await press('Try again');
    await eventually(() => expect(rows()).toContain('large'));
  });

  it.each([
    ['notes.txt', 'Delete the file notes.txt?', ['data/digits.csv', 'data/old/first.csv']],
    ['data', 'Delete the folder data?', ['notes.txt']]
  ])('deletes %s after asking', async (name, question, left) => {
    await draw();
    (await row(name)).focus();
    await userEvent.keyboard('{Delete}');
    await screen.findByText(question);
    answer('reject');
    await eventually(() => expect(document.querySelector('.jp-Dialog')).toBeNull());
    expect(fixture.files.texts.size).toBe(3);
    await press(`Delete ${name}`);
    await screen.findByText(question);
    answer('accept');
    await eventually(() => expect([...fixture.files.texts.keys()]).toEqual(left));
    await eventually(() => expect(rows()).toHaveLength(1));
  });

  it('copies the address by which programs read a file', async () => {
    const said = jest.spyOn(Notification, 'success');
    const copied = jest.spyOn(Clipboard, 'copyToSystem').mockImplementation();
    await draw();
    await press('Copy the path of notes.txt');
    expect(copied).toHaveBeenCalledWith('s3://team-a/notes.txt');
    expect(said.mock.calls[0][0]).toBe('Copied s3://team-a/notes.txt');
  });

  it('says where files go while there are none', async () => {
    fixture.files.texts.clear();
    await draw();
    await screen.findByText('No files yet');
    expect(screen.getByText('s3://team-a/')).toBeTruthy();
  });

  it('says what is missing, and comes by itself once it is installed', async () => {
    const addon = { name: 'seaweedfs', state: 'installing' as const, message: '' };
    fixture.setSettings({ ...defaultSettings, addons: [addon] });
    fixture.files.problem = {
      type: 'urn:kubeflow-lab:not-installed',
      title: 'No bucket',
      status: 503,
      detail: 'Project "team-a" has no bucket.'
    };
    await draw();
    await screen.findByText('The bucket service is being installed');
    fixture.files.problem = null;
    fixture.setSettings({ ...defaultSettings, addons: [{ ...addon, state: 'ready' }] });
    await eventually(() => expect(rows()).toEqual(['data/', 'notes.txt']));
  });

  it('shows a refusal, and what was there before it', async () => {
    await draw();
    await row('notes.txt');
    const detail = 'The bucket service does not answer at the moment; try again soon.';
    fixture.files.problem = { type: 'about:blank', title: 'Unavailable', status: 503, detail };
    await press('Refresh');
    expect((await screen.findByRole('alert')).textContent).toContain(detail);
    expect(rows()).toEqual(['data/', 'notes.txt']);
    fixture.files.problem = null;
    await press('Try again');
    await eventually(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('says that nothing is connected', async () => {
    fixture.status = { configured: false, message: 'Set KUBEFLOW_LAB_URL.', namespace: null };
    await draw();
    await screen.findByText('Set KUBEFLOW_LAB_URL.');
  });
});

it.each([
  ['a/', ''],
  ['a/b/', 'a/'],
  ['a/b/c/', 'a/b/']
])('the folder above %s is %j', (prefix, parent) => {
  expect(parentOf(prefix)).toBe(parent);
});
