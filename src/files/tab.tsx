import { MainAreaWidget } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { FileEntry } from '@kubeflow-lab/schema';
import * as React from 'react';
import { formatBytes } from '../components';
import { filesIcon } from '../icons';
import type { FileActions } from './actions';
import type { FilesClient } from './api';
import { PreviewView } from './preview';

/** A file with where it is; all that its tab needs to come back after a reload. */
export interface FileRef extends FileEntry {
  namespace: string;
  bucket: string;
}

interface FileTabProps {
  file: FileRef;
  files: FilesClient;
  actions: FileActions;
  trans: TranslationBundle;
}

/** The main-area tab of one file. */
export class FileTab extends MainAreaWidget<ReactWidget> {
  constructor(props: FileTabProps) {
    const close = () => this.dispose();
    super({ content: ReactWidget.create(<FileView {...props} onDeleted={close} />) });
    const { file } = props;
    this.file = file;
    this.id = FileTab.idOf(file);
    this.title.label = file.name;
    this.title.caption = `s3://${file.bucket}/${file.path}`;
    this.title.icon = filesIcon;
    this.title.closable = true;
    this.content.addClass('kfl-FileTab');
    this.toolbar.hide();
  }

  readonly file: FileRef;

  /** The widget id of a file's tab. */
  static idOf({ bucket, path }: Pick<FileRef, 'bucket' | 'path'>): string {
    return `kubeflow-lab-file-${bucket}/${path}`;
  }
}

function FileView(props: FileTabProps & { onDeleted: () => void }): React.JSX.Element {
  const { file, files, actions, trans, onDeleted } = props;
  const remove = async () => {
    if (await actions.delete(file, () => files.delete(file.namespace, file.path))) {
      onDeleted();
    }
  };
  return (
    <>
      <div className="kfl-FileTab-head">
        <h2>{file.name}</h2>
        <p>
          <code>{`s3://${file.bucket}/${file.path}`}</code>
        </p>
        <p className="kfl-FileTab-facts">
          {trans.__(
            '%1, changed %2',
            formatBytes(file.size),
            new Date(file.modified).toLocaleString()
          )}
        </p>
        <div className="kfl-State-actions">
          <button
            type="button"
            className="kfl-Button"
            onClick={() => actions.copyPath(file.bucket, file.path)}
          >
            {trans.__('Copy path')}
          </button>
          <button
            type="button"
            className="kfl-Button"
            onClick={() => actions.download(file.namespace, file)}
          >
            {trans.__('Download')}
          </button>
          <button type="button" className="kfl-Button kfl-mod-warn" onClick={() => void remove()}>
            {trans.__('Delete')}
          </button>
        </div>
      </div>
      <PreviewView file={file} files={files} trans={trans} />
    </>
  );
}
