import { pipeline } from 'node:stream/promises';

import type { RouteContext, RouteHandler } from '../http/route.js';
import { choiceQuery, integerQuery } from '../http/route.js';
import type { Services } from '../services.js';
import { withBucket } from './bucket.js';
import type { Bucket } from './bucket.js';
import { deleteFile, deleteFolder, listFolder, openFile, readPreview } from './objects.js';
import { fileKey, folderPrefix } from './path.js';
import type { fileRoutes } from './routes.js';
import { storeUpload, uploadSize } from './upload.js';

const PAGE = 1000;

/**
 * Files are anybody's: a browser must never take one for a page of ours, whatever is in it. Images and texts to be shown
 * are called nothing else, and even as a document of their own they can do nothing.
 */
export const HARMLESS = {
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'X-Content-Type-Options': 'nosniff'
};

export function fileHandlers({
  config,
  logger
}: Services): Record<keyof typeof fileRoutes, RouteHandler> {
  const open = <T>({ caller, params }: RouteContext, task: (bucket: Bucket) => Promise<T>) =>
    withBucket(caller, params.namespace, config.bucketEndpoints, task);

  return {
    async list(context) {
      const { request, response } = context;
      const prefix = folderPrefix(request.query.prefix);
      const limit = Math.max(1, integerQuery(request, 'limit', PAGE, PAGE));
      const after = typeof request.query.after === 'string' ? request.query.after : undefined;
      response.json(await open(context, bucket => listFolder(bucket, prefix, { after, limit })));
    },

    async read(context) {
      const { request, response } = context;
      const key = keyOf(context);
      const preview = choiceQuery(request, 'preview', ['true', 'false'], 'false') === 'true';
      await open(context, async bucket => {
        const { body, size, type } = preview
          ? await readPreview(bucket, key)
          : await openFile(bucket, key, closed(context));
        if (!preview) {
          response.attachment(key.slice(key.lastIndexOf('/') + 1));
        }
        response.set({ ...HARMLESS, 'Content-Type': type, 'Content-Length': String(size) });
        await pipeline(body, response).catch((error: unknown) => {
          // The head is gone: a connection that ends too early is how the reader learns of it.
          logger.info({ reason: String(error) }, 'A file was not read to its end');
        });
      });
    },

    async write(context) {
      const { request, response } = context;
      const key = keyOf(context);
      const size = uploadSize(request, config.uploadLimit);
      const entry = await open(context, bucket =>
        storeUpload(bucket, key, request, { size, signal: closed(context) })
      );
      response.status(201).json(entry);
    },

    async remove(context) {
      const { request, response } = context;
      const key = keyOf(context);
      const folder = choiceQuery(request, 'folder', ['true', 'false'], 'false') === 'true';
      await open(context, bucket =>
        folder ? deleteFolder(bucket, `${key}/`) : deleteFile(bucket, key)
      );
      response.status(204).end();
    }
  };
}

/** The path of the address, from its decoded segments. */
function keyOf({ request }: RouteContext): string {
  return fileKey((request.params as unknown as { path: string[] }).path);
}

/** Ends what is asked of the bucket when the caller is gone. */
function closed({ response }: RouteContext): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
