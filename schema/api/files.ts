/** The files of a project's bucket. */
import Type, { type Static } from 'typebox';

const path = Type.String({ description: 'From the root of the bucket, without a leading slash.' });

export const FileEntry = Type.Object(
  {
    name: Type.String(),
    path,
    size: Type.Integer({ description: 'Bytes.' }),
    modified: Type.String({ description: 'RFC 3339.' })
  },
  { $id: 'FileEntry' }
);
export type FileEntry = Static<typeof FileEntry>;

export const FolderEntry = Type.Object(
  { name: Type.String(), path: Type.String({ description: 'Ends with a slash.' }) },
  { $id: 'FolderEntry' }
);
export type FolderEntry = Static<typeof FolderEntry>;

export const FileList = Type.Object(
  {
    bucket: Type.String({ description: 'A file is s3://<bucket>/<path>.' }),
    prefix: Type.String({ description: 'The folder; empty for the root, else ends with a slash.' }),
    folders: Type.Array(Type.Unsafe<FolderEntry>(Type.Ref('FolderEntry'))),
    files: Type.Array(Type.Unsafe<FileEntry>(Type.Ref('FileEntry'))),
    next: Type.Union([Type.String(), Type.Null()], {
      description: 'Where the next page begins (`after`); null on the last one.'
    })
  },
  { $id: 'FileList' }
);
export type FileList = Static<typeof FileList>;
