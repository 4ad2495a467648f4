import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { record, simple } from '../../../resources/event-files/testing/record.js';
import { EventFiles } from './event-files.js';
import { FileLines } from './file-lines.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'collector-'));
});
afterEach(() => rm(directory, { recursive: true }));

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
