import { record, simple } from '../../../resources/event-files/testing/record';
import { EventReader, type Place } from './eventFiles';
import { bucketPlace, homePlace } from './places';

/** A place over files by their paths, which counts what is read. */
class MemoryPlace implements Place {
  readonly files = new Map<string, Uint8Array>();
  readonly reads: string[] = [];

  list(folder: string): ReturnType<Place['list']> {
    const below = [...this.files].filter(([path]) => path.startsWith(`${folder}/`));
    const rest = (path: string) => path.slice(folder.length + 1);
    const folders = below
      .filter(([path]) => rest(path).includes('/'))
      .map(([path]) => `${folder}/${rest(path).split('/')[0]}`);
    const files = below
      .filter(([path]) => !rest(path).includes('/'))
      .map(([path, { length }]) => ({ path, size: length, modified: '' }));
    return Promise.resolve({ folders: [...new Set(folders)], files });
  }

  read(path: string): Promise<Uint8Array> {
    this.reads.push(path);
    return Promise.resolve(this.files.get(path)!);
  }
}

const TRAIN = 'shared/logs/digits/train/events.out.tfevents.1.host';
const point = (step: number, value: number) => record('loss', simple(value), step);

it('reads the runs below a folder, and again only the files that grew', async () => {
  const place = new MemoryPlace();
  place.files.set(TRAIN, Buffer.concat([point(1, 2), point(2, NaN), point(3, 0.5)]));
  place.files.set('shared/logs/digits/events.out.tfevents.2.host', point(4, 1));
  place.files.set('shared/logs/digits/model.keras', Buffer.from('no events'));
  const reader = new EventReader(place, 'shared/logs/digits');
  const root = { replica: '', metric: 'loss', points: [[1500, 4, 1]], count: 1 };
  const train = [
    [1500, 1, 2],
    [1500, 3, 0.5]
  ];
  expect(await reader.read()).toEqual([
    root,
    { replica: 'train', metric: 'loss', points: train, count: 2 }
  ]);
  place.files.set(TRAIN, Buffer.concat([place.files.get(TRAIN)!, point(5, 0.25)]));
  place.reads.length = 0;
  expect(await reader.read()).toEqual([
    root,
    { replica: 'train', metric: 'loss', points: [...train, [1500, 5, 0.25]], count: 3 }
  ]);
  expect(place.reads).toEqual([TRAIN]);
});

it('says that a file is broken', async () => {
  const place = new MemoryPlace();
  place.files.set('a/events.out.tfevents.1', Buffer.alloc(64, 0xff));
  await expect(new EventReader(place, 'a').read()).rejects.toThrow('so it is broken');
});

it('finds files in the home folder of the server', async () => {
  const get = jest.fn(async (path: string, { type }: { type?: string } = {}) =>
    type === 'directory'
      ? {
          content: [
            { type: 'directory', path: 'shared/train' },
            { type: 'file', path: 'shared/x', size: 3, last_modified: 'now' }
          ]
        }
      : { content: Buffer.from(path).toString('base64') }
  );
  const place = homePlace({ get } as unknown as Parameters<typeof homePlace>[0]);
  expect(await place.list('shared')).toEqual({
    folders: ['shared/train'],
    files: [{ path: 'shared/x', size: 3, modified: 'now' }]
  });
  expect(await place.read('abc')).toEqual(Uint8Array.from([97, 98, 99]));
});

it('reads no other bucket than that of the project', async () => {
  const files = {
    list: async () => ({ bucket: 'ada', prefix: '', folders: [], files: [], next: null }),
    bytes: async () => new Uint8Array()
  };
  await expect(bucketPlace(files, 'ada', 'bob', 'Not yours.').list('logs')).rejects.toThrow(
    'Not yours.'
  );
  expect(await bucketPlace(files, 'ada', 'ada', '').list('logs')).toMatchObject({ files: [] });
});
