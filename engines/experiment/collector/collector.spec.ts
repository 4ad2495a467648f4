import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';

import { EventFiles } from './event-files.js';
import { FileLines } from './file-lines.js';
import { readEvents } from './tensorboard.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'collector-'));
});
afterEach(() => rm(directory, { recursive: true }));

const bytes = (number: number, value: Buffer) =>
  Buffer.concat([Buffer.from([number * 8 + 2, value.length]), value]);
const float = (value: number) => {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
};
const double = (value: number) => {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(value);
  return buffer;
};
const simple = (value: number) => Buffer.concat([Buffer.from([2 * 8 + 5]), float(value)]);
const tensor = (type: number, ...fields: Buffer[]) =>
  bytes(8, Buffer.concat([Buffer.from([8, type]), ...fields]));

/** A record of an event file with one value in its summary. */
function record(tag: string, value: Buffer): Buffer {
  const summary = bytes(1, Buffer.concat([bytes(1, Buffer.from(tag)), value]));
  const event = Buffer.concat([Buffer.from([1 * 8 + 1]), double(1.5), bytes(5, summary)]);
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(event.length));
  return Buffer.concat([head, event, Buffer.alloc(4)]);
}

it('reads the scalars of event files, however they are written', () => {
  const shape = bytes(2, bytes(2, Buffer.from([8, 3])));
  const file = Buffer.concat([
    record('a', simple(0.5)),
    record('b', tensor(1, bytes(5, float(0.25)))),
    record('c', tensor(1, bytes(4, float(-2)))),
    record('d', tensor(2, bytes(6, double(0.1)))),
    record('a histogram', tensor(1, shape, bytes(4, Buffer.concat([float(1), float(2)])))),
    record('a text', tensor(7, bytes(8, Buffer.from('hello')))),
    record('e', simple(Infinity))
  ]);
  expect(readEvents(file).scalars).toEqual([
    { tag: 'a', value: 0.5 },
    { tag: 'b', value: 0.25 },
    { tag: 'c', value: -2 },
    { tag: 'd', value: 0.1 },
    { tag: 'e', value: Infinity }
  ]);
});

it('reads the same however an event file grows', () => {
  const file = Buffer.concat(['a', 'b', 'c'].map((tag, index) => record(tag, simple(index))));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: file.length }), { maxLength: 5 }), cuts => {
      const ends = [...cuts.sort((a, b) => a - b), file.length];
      let rest = Buffer.alloc(0);
      let from = 0;
      const tags = ends.flatMap(end => {
        const read = readEvents(Buffer.concat([rest, file.subarray(from, end)]));
        rest = Buffer.from(read.rest);
        from = end;
        return read.scalars.map(({ tag }) => tag);
      });
      expect(tags).toEqual(['a', 'b', 'c']);
    })
  );
});

it('finds event files as they come, and names each value also by its directory', async () => {
  const files = new EventFiles(join(directory, 'logs'));
  expect(await files.read()).toEqual([]);
  await mkdir(join(directory, 'logs', 'train'), { recursive: true });
  const path = join(directory, 'logs', 'train', 'events.out.tfevents.1.host');
  await writeFile(path, record('acc', simple(0.5)));
  await writeFile(join(directory, 'logs', 'notes.txt'), 'no events');
  expect(await files.read()).toEqual(['{"acc":"0.5","train/acc":"0.5"}']);
  await appendFile(path, record('acc', simple(-Infinity)));
  expect(await files.read()).toEqual(['{"acc":"-inf","train/acc":"-inf"}']);
  expect(await files.read({ last: true })).toEqual([]);
});

it('gives the lines of a file as they are completed, and at the end what is left', async () => {
  const path = join(directory, 'metrics.log');
  const lines = new FileLines(path);
  expect(await lines.read()).toEqual([]);
  await writeFile(path, 'acc=0.5\r\nlo');
  expect(await lines.read()).toEqual(['acc=0.5']);
  const umlaut = Buffer.from('ss=1 ü\n');
  await appendFile(path, umlaut.subarray(0, 6));
  expect(await lines.read()).toEqual([]);
  await appendFile(path, umlaut.subarray(6));
  expect(await lines.read()).toEqual(['loss=1 ü']);
  await appendFile(path, 'acc=1');
  expect(await lines.read({ last: true })).toEqual(['acc=1']);
});

it('begins anew where a file was made anew', async () => {
  const path = join(directory, 'metrics.log');
  const lines = new FileLines(path);
  await writeFile(path, 'acc=0.5\nacc=0.6\n');
  await lines.read();
  await writeFile(path, 'acc=1\n');
  expect(await lines.read()).toEqual(['acc=1']);
});
