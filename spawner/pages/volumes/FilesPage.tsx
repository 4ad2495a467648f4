import { useCallback, useMemo, useState } from 'react';
import type { Problem, VolumeFiles } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { useNow } from '../../app/clock.js';
import { Link } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { longAge } from '../../text/age.js';
import { sizeText } from '../../text/size.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { ActionButton } from '../../ui/ActionButton.js';
import { Failure } from '../../ui/Failure.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { TableHead } from '../../ui/TableHead.js';
import { save } from '../../ui/save.js';
import { useAsync } from '../../ui/use-async.js';
import { contentOf, nameOf, parentsOf } from './files.js';

interface FolderProps {
  files: VolumeFiles;
  folder: string;
  onFolder: (folder: string) => void;
  /** Reads a file and lets the browser save it. */
  onSave: (path: string) => void;
  /** The file that is being read; null while none is. */
  saving: string | null;
}

function Path({ folder, onFolder }: Pick<FolderProps, 'folder' | 'onFolder'>): JSX.Element {
  return (
    <nav className="file-path" aria-label={t('Folder')}>
      {['', ...parentsOf(folder)].map(each => (
        <button
          key={each}
          type="button"
          className="button button-quiet button-small"
          aria-current={each === folder ? 'location' : undefined}
          onClick={() => onFolder(each)}
        >
          {each === '' ? t('The volume') : nameOf(each)}
        </button>
      ))}
    </nav>
  );
}

function Folder({ files, folder, onFolder, onSave, saving }: FolderProps): JSX.Element {
  const now = useNow();
  const content = useMemo(() => contentOf(files.items, folder), [files, folder]);
  if (content.length === 0) {
    return <p className="quiet">{t('Nothing lies in this folder.')}</p>;
  }
  return (
    <table role="table" className="servers volumes" aria-label={t('Files')}>
      <TableHead titles={['Name', 'Size', 'Changed']} hasActions />
      <tbody role="rowgroup">
        {content.map(({ path, kind, size, modified }) => (
          <tr key={path} role="row">
            <th role="rowheader" scope="row" className="cell-name">
              {kind === 'folder' ? (
                <button type="button" className="link" onClick={() => onFolder(path)}>
                  {nameOf(path)}/
                </button>
              ) : (
                <code>{nameOf(path)}</code>
              )}
            </th>
            <td role="cell" className="cell-number" data-label={t('Size')}>
              {kind === 'file' ? sizeText(size) : '–'}
            </td>
            <td role="cell" data-label={t('Changed')}>
              <time dateTime={modified} title={modified}>
                {longAge(modified, now)}
              </time>
            </td>
            <td role="cell" className="cell-actions">
              <div className="actions">
                {kind === 'folder' ? null : (
                  <ActionButton
                    label={path === saving ? t('Reading …') : t('Download')}
                    fullLabel={t('Download {name}', { name: nameOf(path) })}
                    icon="download"
                    reason={
                      kind === 'other'
                        ? t('It is a link or a device, which is not followed.')
                        : saving === null
                          ? null
                          : t('One moment, please.')
                    }
                    onClick={() => onSave(path)}
                  />
                )}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Files({ namespace, name, files }: FilesPageProps & { files: VolumeFiles }): JSX.Element {
  const [folder, setFolder] = useState('');
  const [saving, setSaving] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const read = async (path: string): Promise<void> => {
    setSaving(path);
    setProblem(null);
    try {
      save(nameOf(path), await api.readVolumeFile(namespace, name, path));
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setSaving(null);
    }
  };
  return (
    <>
      {files.more ? (
        <Notice tone="info">
          {t('There are more files than the {count} that are shown.', {
            count: files.items.length
          })}
        </Notice>
      ) : null}
      {problem ? (
        <Notice tone="error">
          <Told text={problem.detail} />
        </Notice>
      ) : null}
      <Path folder={folder} onFolder={setFolder} />
      <Folder
        {...{ files, folder, saving }}
        onFolder={setFolder}
        onSave={path => void read(path)}
      />
      <p className="tab-foot quiet">
        {t('What is listed takes up {size}.', { size: sizeText(files.used) })}
      </p>
    </>
  );
}

export interface FilesPageProps {
  namespace: string;
  name: string;
}

/** The files on a volume, read by a pod that is there for a moment only. */
export function FilesPage({ namespace, name }: FilesPageProps): JSX.Element {
  const { value, problem, loading, reload } = useAsync(
    useCallback(() => api.volumeFiles(namespace, name), [namespace, name])
  );
  return (
    <div className="page">
      <Link to={paths.volumes(namespace)} className="back">
        <Icon name="back" />
        {t('Volumes')}
      </Link>
      <header className="page-head">
        <h1>
          <code>{name}</code>
        </h1>
        <button type="button" className="button" onClick={reload} disabled={loading}>
          <Icon name="refresh" />
          {t('Refresh')}
        </button>
      </header>
      {problem ? (
        <Failure title={t('The files could not be read')} {...{ problem, onRetry: reload }} />
      ) : value === null ? (
        <p role="status">{t('Reading the volume; this takes some seconds …')}</p>
      ) : (
        <Files namespace={namespace} name={name} files={value} />
      )}
    </div>
  );
}
