import type { TranslationBundle } from '@jupyterlab/translation';
import type { FileEntry, FileList, FolderEntry } from '@kubeflow-lab/schema';
import * as React from 'react';
import { Age, formatBytes, useNow } from '../components';
import type { FileActions } from './actions';
import { Glyph, GlyphButton } from './glyphs';
import type { FilesModel } from './model';

export interface FileListProps {
  model: FilesModel;
  actions: FileActions;
  namespace: string;
  list: FileList;
  trans: TranslationBundle;
}

/** The folders and files of a folder. Arrow keys go from row to row, Delete deletes, Backspace goes up. */
export function FileRows(props: FileListProps): React.JSX.Element {
  const { model, list, trans } = props;
  const now = useNow(60_000);
  return (
    <ul
      className="kfl-ItemList kfl-Files"
      aria-label={trans.__('Files')}
      onKeyDown={event => onKey(event, model)}
    >
      {list.folders.map(folder => (
        <FolderRow key={folder.path} {...props} folder={folder} />
      ))}
      {list.files.map(file => (
        <FileRow key={file.path} {...props} file={file} now={now} />
      ))}
      {list.next !== null && (
        <li className="kfl-ItemList-more">
          <button type="button" className="kfl-Button" onClick={() => void model.more()}>
            {model.folder.loading ? trans.__('Loading…') : trans.__('Show more')}
          </button>
        </li>
      )}
    </ul>
  );
}

function FolderRow(props: FileListProps & { folder: FolderEntry }): React.JSX.Element {
  const { model, actions, list, folder, trans } = props;
  const remove = () => void actions.delete(folder, () => model.delete(folder.path));
  return (
    <li className="kfl-ItemRow kfl-File" data-path={folder.path} onKeyDown={onDelete(remove)}>
      <button
        type="button"
        className="kfl-ItemRow-open"
        onClick={() => void model.open(folder.path)}
      >
        <Glyph of="folder" />
        <span className="kfl-File-name" title={folder.name}>
          {folder.name}
        </span>
      </button>
      <span className="kfl-File-actions">
        <GlyphButton
          of="copy"
          label={trans.__('Copy the path of %1', folder.name)}
          onClick={() => actions.copyPath(list.bucket, folder.path)}
        />
        <GlyphButton of="delete" label={trans.__('Delete %1', folder.name)} onClick={remove} />
      </span>
    </li>
  );
}

function FileRow(props: FileListProps & { file: FileEntry; now: number }): React.JSX.Element {
  const { model, actions, namespace, list, file, now, trans } = props;
  const remove = () => void actions.delete(file, () => model.delete(file.path));
  return (
    <li className="kfl-ItemRow kfl-File" data-path={file.path} onKeyDown={onDelete(remove)}>
      <button
        type="button"
        className="kfl-ItemRow-open"
        onClick={() => actions.open(namespace, list.bucket, file)}
      >
        <Glyph of="file" />
        <span className="kfl-File-name" title={file.name}>
          {file.name}
        </span>
        <span className="kfl-File-facts">
          <span>{formatBytes(file.size)}</span>
          <Age createdAt={file.modified} now={now} trans={trans} />
        </span>
      </button>
      <span className="kfl-File-actions">
        <GlyphButton
          of="copy"
          label={trans.__('Copy the path of %1', file.name)}
          onClick={() => actions.copyPath(list.bucket, file.path)}
        />
        <GlyphButton
          of="download"
          label={trans.__('Download %1', file.name)}
          onClick={() => actions.download(namespace, file)}
        />
        <GlyphButton of="delete" label={trans.__('Delete %1', file.name)} onClick={remove} />
      </span>
    </li>
  );
}

function onDelete(remove: () => void) {
  return (event: React.KeyboardEvent) => {
    if (event.key === 'Delete') {
      event.preventDefault();
      remove();
    }
  };
}

/** Arrow keys, Home and End move; Backspace leads to the folder above. */
function onKey(event: React.KeyboardEvent<HTMLUListElement>, model: FilesModel): void {
  if (event.key === 'Backspace' && model.folder.prefix !== '') {
    event.preventDefault();
    void model.open(parentOf(model.folder.prefix));
    return;
  }
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.kfl-ItemRow-open')];
  const current = rows.findIndex(row => row.parentElement?.contains(document.activeElement));
  const next: Record<string, number> = {
    ArrowDown: Math.min(rows.length - 1, current + 1),
    ArrowUp: Math.max(0, current - 1),
    Home: 0,
    End: rows.length - 1
  };
  if (event.key in next) {
    event.preventDefault();
    rows[next[event.key]]?.focus();
  }
}

/** The folder that a folder is in. */
export function parentOf(prefix: string): string {
  return prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
}
