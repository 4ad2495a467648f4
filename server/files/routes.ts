import type { RouteTable } from '../http/route.js';

const collection = '/api/namespaces/{namespace}/files';
const one = `${collection}/{path}`;

export const fileRoutes = {
  list: {
    method: 'get',
    path: collection,
    operationId: 'listFiles',
    summary: "The folders and files in a folder of the project's bucket, by name.",
    query: {
      prefix: {
        description: 'The folder, with a slash at its end; the root where it is left out.'
      },
      after: { description: '`next` of the page before.' },
      limit: { description: 'How many entries at most, 1000 by default.', type: 'integer' }
    },
    responses: { 200: { description: 'One page of the folder.', schema: 'FileList' } }
  },
  read: {
    method: 'get',
    path: one,
    operationId: 'readFile',
    summary: "A file of the project's bucket, to be saved; or what can be shown of it.",
    query: {
      preview: {
        description:
          'The first 256 KiB of a text, or a PNG, JPEG, GIF or WebP image of at most 10 MiB; 415 for anything else.',
        type: 'boolean'
      }
    },
    responses: {
      200: { description: 'What is in it.', contentType: 'application/octet-stream' }
    }
  },
  write: {
    method: 'put',
    path: one,
    operationId: 'writeFile',
    summary:
      "Upload a file to the project's bucket. With `If-None-Match: *` a file that is there is not replaced (412).",
    upload: true,
    responses: { 201: { description: 'It is there.', schema: 'FileEntry' } }
  },
  remove: {
    method: 'delete',
    path: one,
    operationId: 'deleteFile',
    summary: "Delete a file, or a folder with all that is in it, from the project's bucket.",
    query: {
      folder: { description: 'Whether the path is that of a folder.', type: 'boolean' }
    },
    responses: { 204: { description: 'It is gone.' } }
  }
} as const satisfies RouteTable;
