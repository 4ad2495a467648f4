import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bring, keep } from './exchange.js';
import type { Address, Plan, S3Address } from './plan.js';
import type { Storage } from './storage.js';

let root: string;
let storage: Storage & { broken: boolean };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'exchange-'));
  await mkdir(join(root, 'bucket'));
  storage = folderStorage(join(root, 'bucket'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

/** A bucket that is a folder. */
function folderStorage(folder: string): Storage & { broken: boolean } {
  return {
    broken: false,
    async download(from, path) {
      await cp(join(folder, keyOf(from)), path, { recursive: true });
    },
    async upload(path, to) {
      if (this.broken) {
        throw new Error('the store is away.');
      }
      await cp(path, join(folder, keyOf(to)), { recursive: true });
    }
  };
}

function keyOf(address: Address): string {
  return 'key' in address ? address.key : '';
}

function at(key: string): S3Address {
  return { endpoint: 'http://x', bucket: 'b', region: 'r', key, credentials: null };
}

const nothing: Plan = { inputs: [], outputs: [], parameters: [] };
const path = (...parts: string[]) => join(root, ...parts);

describe('inputs', () => {
  it('come as texts, byte for byte', async () => {
    const raw = 'a\u0000b\r\n{{x}}é';
    const input = {
      name: 'code',
      path: path('in', 'code'),
      from: { raw },
      unpack: false,
      mode: 0o600
    };
    await bring({ ...nothing, inputs: [input] }, storage, path('ready'));
    expect(await readFile(path('in', 'code'), 'utf8')).toBe(raw);
  });

  it('are not brought again once the step has begun', async () => {
    const input = { name: 'x', path: path('x'), from: { raw: 'old' }, unpack: false };
    await bring({ ...nothing, inputs: [input] }, storage, path('ready'));
    await writeFile(path('x'), 'changed by the step');
    await bring({ ...nothing, inputs: [input] }, storage, path('ready'));
    expect(await readFile(path('x'), 'utf8')).toBe('changed by the step');
  });

  it('that are missing are named', async () => {
    const input = { name: 'x', path: path('x'), from: { s3: at('nowhere') }, unpack: true };
    const brought = bring({ ...nothing, inputs: [input] }, storage, path('ready'));
    await expect(brought).rejects.toThrow(/^the artifact x: /);
  });
});

describe('outputs', () => {
  it.each([true, false])('packed (%s) come back as they were', async pack => {
    await mkdir(path('out', 'sub'), { recursive: true });
    await writeFile(path('out', 'a.txt'), 'A');
    await writeFile(path('out', 'sub', 'b.txt'), 'B');
    await chmod(path('out'), 0o700);
    const output = { name: 'v', path: path('out'), to: at('v'), pack, optional: false };
    const report = await keep({ ...nothing, outputs: [output] }, storage);
    expect(report).toEqual({ parameters: {}, artifacts: ['v'], error: null });

    const input = { name: 'v', path: path('back'), from: { s3: at('v') }, unpack: true };
    await bring({ ...nothing, inputs: [input] }, storage, path('ready'));
    expect(await readFile(path('back', 'a.txt'), 'utf8')).toBe('A');
    expect(await readFile(path('back', 'sub', 'b.txt'), 'utf8')).toBe('B');
  });

  it('that lack are said, and the others kept', async () => {
    await writeFile(path('there'), 'x');
    const outputs = ['there', 'lost', 'optional'].map(name => ({
      name,
      path: path(name),
      to: at(name),
      pack: false,
      optional: name === 'optional'
    }));
    expect(await keep({ ...nothing, outputs }, storage)).toEqual({
      parameters: {},
      artifacts: ['there'],
      error: 'the artifact lost: the step has not made it.'
    });
  });

  it('that cannot be stored are said', async () => {
    await writeFile(path('there'), 'x');
    storage.broken = true;
    const output = { name: 'v', path: path('there'), to: at('v'), pack: true, optional: false };
    const { error } = await keep({ ...nothing, outputs: [output] }, storage);
    expect(error).toBe('the artifact v: the store is away.');
  });
});

it('reads parameters, without one line end at their end', async () => {
  await writeFile(path('p'), 'two\nlines\n\n');
  const parameters = [
    { name: 'p', path: path('p') },
    { name: 'q', path: path('q'), default: 'none' },
    { name: 'r', path: path('r') }
  ];
  expect(await keep({ ...nothing, parameters }, storage)).toEqual({
    parameters: { p: 'two\nlines\n', q: 'none' },
    artifacts: [],
    error: 'the parameter r: the step has not written its file.'
  });
});
