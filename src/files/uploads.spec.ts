import { ProblemError, problemOf } from '../problem';
import { eventually } from '../testing/eventually';
import type { FilesClient, UploadOptions } from './api';
import { Uploads } from './uploads';

/** An upload that was asked for, and how it ends. */
interface Asked extends UploadOptions {
  path: string;
  arrive: () => void;
  fail: (status: number) => void;
}

describe('Uploads', () => {
  let asked: Asked[];
  let arrived: string[];
  let uploads: Uploads;

  beforeEach(() => {
    asked = [];
    arrived = [];
    const upload: FilesClient['upload'] = (_namespace, path, _file, options) =>
      new Promise((resolve, reject) => {
        const fail = (status: number) => reject(new ProblemError(problemOf('No.', status)));
        options.signal.addEventListener('abort', () => fail(0));
        const entry = { name: path, path, size: 1, modified: '' };
        asked.push({ ...options, path, arrive: () => resolve(entry), fail });
      });
    uploads = new Uploads({ upload } as FilesClient, path => arrived.push(path));
  });

  const add = (...names: string[]) =>
    uploads.add(
      'team-a',
      'data/',
      names.map(name => new File(['12345'], name))
    );
  const states = () => uploads.all.map(({ file, state }) => `${file.name} ${state}`);

  it('sends one after the other, and forgets what has arrived', async () => {
    add('a', 'b');
    expect(states()).toEqual(['a sending', 'b waiting']);
    asked[0].onProgress(3);
    expect(uploads.all[0].sent).toBe(3);
    asked[0].arrive();
    await eventually(() => expect(states()).toEqual(['b sending']));
    asked[1].arrive();
    await eventually(() => expect(states()).toEqual([]));
    expect(arrived).toEqual(['data/a', 'data/b']);
  });

  it('replaces a file only when that was said', async () => {
    add('a');
    expect(asked[0].replace).toBe(false);
    asked[0].fail(412);
    await eventually(() => expect(states()).toEqual(['a taken']));
    uploads.again(uploads.all[0].id);
    expect(asked[1].replace).toBe(true);
    asked[1].arrive();
    await eventually(() => expect(arrived).toEqual(['data/a']));
  });

  it('goes on with the others after a failure, which can be tried again', async () => {
    add('a', 'b');
    asked[0].fail(503);
    await eventually(() => expect(states()).toEqual(['a failed', 'b sending']));
    expect(uploads.all[0].problem?.detail).toBe('No.');
    uploads.again(uploads.all[0].id);
    expect(states()).toEqual(['a waiting', 'b sending']);
    asked[1].arrive();
    await eventually(() => expect(states()).toEqual(['a sending']));
    expect(asked[2]).toMatchObject({ path: 'data/a', replace: false });
  });

  it('breaks off what is cancelled, and begins with the next', async () => {
    add('a', 'b');
    uploads.remove(uploads.all[0].id);
    expect(asked[0].signal.aborted).toBe(true);
    await eventually(() => expect(states()).toEqual(['b sending']));
    uploads.dispose();
    expect(asked[1].signal.aborted).toBe(true);
  });
});
