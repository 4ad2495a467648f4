/** The files on a volume, to look through and to save. */
import { createHash } from 'node:crypto';

import { PERSISTENT_VOLUME_CLAIM } from '@kubeflow-lab/kube';
import type { PersistentVolumeClaim } from '@kubeflow-lab/resources';
import type { VolumeFiles, VolumePath } from '@kubeflow-lab/schema';

import { HARMLESS } from '../files/handlers.js';
import { ProblemError, invalid } from '../http/problem.js';
import type { RouteContext, RouteHandler, RouteTable } from '../http/route.js';
import type { Call } from '../kinds/definition.js';
import type { Services } from '../services.js';
import { readerLines } from './reader.js';

const ONE = '/api/namespaces/{namespace}/persistentvolumeclaims/{name}';
const MOST_ENTRIES = 10_000;
const LARGEST_FILE = 64 * 2 ** 20;

export const volumeFileRoutes = {
  listVolume: {
    method: 'post',
    path: `${ONE}/actions/list-files`,
    operationId: 'listVolumeFiles',
    summary: 'What lies on a volume, read by a pod that is made as the caller and ends.',
    responses: { 200: { description: 'All files and folders.', schema: 'VolumeFiles' } }
  },
  readVolume: {
    method: 'post',
    path: `${ONE}/actions/read-file`,
    operationId: 'readVolumeFile',
    summary: 'A file of a volume of at most 64 MiB, to be saved; no symbolic link is followed.',
    body: 'VolumePath',
    responses: {
      200: { description: 'What is in it.', contentType: 'application/octet-stream' }
    }
  }
} as const satisfies RouteTable;

export function volumeFileHandlers(
  services: Services
): Record<keyof typeof volumeFileRoutes, RouteHandler> {
  return {
    async listVolume(context) {
      const { call, claim, signal } = await opened(services, context);
      const args = ['list', String(MOST_ENTRIES)];
      context.response.json(await listed(readerLines(call, claim, args, signal)));
    },

    async readVolume(context: RouteContext<VolumePath>) {
      const { path } = context.body;
      if (!isInside(path)) {
        throw invalid([{ path: 'path', message: `"${path.slice(0, 80)}" is no path of a file.` }]);
      }
      const { call, claim, signal } = await opened(services, context);
      const args = ['read', String(LARGEST_FILE), path];
      const file = await fileOf(readerLines(call, claim, args, signal), path);
      const { response } = context;
      response.attachment(path.slice(path.lastIndexOf('/') + 1));
      response.set({ ...HARMLESS, 'Content-Type': 'application/octet-stream' }).send(file);
    }
  };
}

async function opened(services: Services, { caller, params, response }: RouteContext) {
  const { namespace, name } = params;
  const claim = await caller.kube.get(PERSISTENT_VOLUME_CLAIM, { namespace, name });
  demandFiles(claim);
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  const call: Call = { services, caller, namespace };
  return { call, claim, signal: controller.signal };
}

function demandFiles({ metadata, status }: PersistentVolumeClaim): void {
  if (status?.phase !== 'Bound') {
    const message = `The volume "${metadata?.name}" is not there yet; there are no files on it yet.`;
    throw new ProblemError(409, message);
  }
}

/** Whether a path has only names: none that leads up, none that is empty. */
export function isInside(path: string): boolean {
  return (
    path.length <= 4096 &&
    !path.includes('\0') &&
    path.split('/').every(part => part !== '' && part !== '.' && part !== '..')
  );
}

type Line = Partial<VolumeFiles['items'][number]> & {
  end?: boolean;
  used?: number;
  more?: boolean;
  modified?: number;
  problem?: string;
  sha256?: string;
};

function parsed(line: string): Line | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? (value as Line | null) : null;
  } catch {
    return null;
  }
}

const cutShort = () =>
  new ProblemError(502, 'The volume was not read to its end; try again in a moment.');

async function listed(lines: AsyncIterable<string>): Promise<VolumeFiles> {
  const items: VolumeFiles['items'] = [];
  for await (const line of lines) {
    const entry = parsed(line);
    if (entry?.end === true) {
      return { items, used: entry.used ?? 0, more: entry.more === true };
    }
    if (entry?.path !== undefined && entry.problem === undefined) {
      const { path, kind = 'other', size = 0, modified = 0 } = entry;
      items.push({ path, kind, size, modified: new Date(modified * 1000).toISOString() });
    }
  }
  throw cutShort();
}

const REFUSALS: Readonly<Record<string, [status: number, sentence: string]>> = {
  'No such file or directory': [404, 'There is no such file any more.'],
  'Too many levels of symbolic links': [409, 'It is a symbolic link, which is not followed.'],
  'Too large': [413, 'It is larger than 64 MiB; open it in a notebook server that has the volume.'],
  'Permission denied': [403, 'Its rights do not let user 1000 read it.']
};

/** The whole file, checked: a log may lose lines where it is long. */
async function fileOf(lines: AsyncIterable<string>, path: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const line of lines) {
    const said = line.startsWith('{') ? parsed(line) : null;
    if (said?.problem !== undefined) {
      const [status, sentence] = REFUSALS[said.problem] ?? [409, `It is no file: ${said.problem}.`];
      throw new ProblemError(status, `"${path.slice(0, 200)}" cannot be read. ${sentence}`);
    }
    if (said?.end === true) {
      const file = Buffer.concat(pieces);
      if (createHash('sha256').update(file).digest('hex') === said.sha256) {
        return file;
      }
      break;
    }
    if (said === null) {
      pieces.push(Buffer.from(line, 'base64'));
    }
  }
  throw cutShort();
}
