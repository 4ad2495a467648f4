import type { TranslationBundle } from '@jupyterlab/translation';
import { type Contents, ContentsManager } from '@jupyterlab/services';
import { readLogsPath } from '@kubeflow-lab/resources';
import type { Client } from '../../client';
import { FilesClient } from '../../files/api';
import { EventReader, type Place } from './eventFiles';

/** The claim that lies in every notebook server, and in jobs, as the folder of its name. */
const SHARED = 'shared';

/**
 * Reads the event files of a folder that is named as TensorBoard's is. Throws an Error with a sentence for what cannot
 * be read from here.
 */
export function eventReader(
  client: Client,
  namespace: string,
  logspath: string,
  trans: TranslationBundle
): EventReader {
  const found = readLogsPath(logspath);
  if (typeof found === 'string') {
    throw new Error(found);
  }
  if (found.kind === 'claim') {
    if (found.claim !== SHARED) {
      throw new Error(
        trans.__(
          'Of the volume "%1" nothing can be read here, only of "shared"; TensorBoard can.',
          found.claim
        )
      );
    }
    const contents = new ContentsManager({ serverSettings: client.serverSettings });
    return new EventReader(homePlace(contents), [SHARED, found.path].filter(Boolean).join('/'));
  }
  const [bucket, ...parts] = found.uri.replace(/^s3:\/\//, '').split('/');
  const wrong = trans.__('"%1" is not the bucket of this project.', bucket);
  const place = bucketPlace(new FilesClient(client), namespace, bucket, wrong);
  return new EventReader(place, parts.filter(Boolean).join('/'));
}

/** The home folder of the Jupyter server. */
export function homePlace(contents: Pick<Contents.IManager, 'get'>): Place {
  return {
    async list(folder) {
      const { content } = await contents.get(folder, { type: 'directory', content: true });
      const entries = content as Contents.IModel[];
      return {
        folders: entries.filter(({ type }) => type === 'directory').map(({ path }) => path),
        files: entries
          .filter(({ type }) => type !== 'directory')
          .map(({ path, size, last_modified }) => ({
            path,
            size: size ?? 0,
            modified: last_modified
          }))
      };
    },
    async read(path) {
      const { content } = await contents.get(path, {
        type: 'file',
        format: 'base64',
        content: true
      });
      return Uint8Array.from(atob(content as string), character => character.charCodeAt(0));
    }
  };
}

/** The bucket of the project; `wrong` is said where it has another name. */
export function bucketPlace(
  files: Pick<FilesClient, 'list' | 'bytes'>,
  namespace: string,
  bucket: string,
  wrong: string
): Place {
  return {
    async list(folder) {
      const page = await files.list(namespace, folder === '' ? '' : `${folder}/`, null);
      if (page.bucket !== bucket) {
        throw new Error(wrong);
      }
      return { folders: page.folders.map(({ path }) => path.slice(0, -1)), files: page.files };
    },
    read: path => files.bytes(namespace, path)
  };
}
