import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { formatBytes } from '../components';
import { GlyphButton } from './glyphs';
import type { Upload, Uploads } from './uploads';

interface UploadListProps {
  uploads: Uploads;
  trans: TranslationBundle;
}

/** What is on its way to the bucket; nothing when nothing is. */
export function UploadList({ uploads, trans }: UploadListProps): React.JSX.Element | null {
  if (uploads.all.length === 0) {
    return null;
  }
  return (
    <ul className="kfl-Uploads" aria-label={trans.__('Uploads')}>
      {uploads.all.map(upload => (
        <UploadRow key={upload.id} upload={upload} uploads={uploads} trans={trans} />
      ))}
    </ul>
  );
}

function UploadRow(props: UploadListProps & { upload: Upload }): React.JSX.Element {
  const { upload, uploads, trans } = props;
  const { id, file, state } = upload;
  const remove = () => uploads.remove(id);
  return (
    <li className={`kfl-Upload kfl-mod-${state}`}>
      <div className="kfl-Upload-line">
        <span className="kfl-Upload-name" title={upload.path}>
          {file.name}
        </span>
        {(state === 'waiting' || state === 'sending') && (
          <GlyphButton of="close" label={trans.__('Cancel %1', file.name)} onClick={remove} />
        )}
      </div>
      {state === 'sending' && (
        <progress
          aria-label={trans.__('Upload of %1', file.name)}
          max={Math.max(1, file.size)}
          value={upload.sent}
        />
      )}
      <span className="kfl-Upload-said" role={state === 'failed' ? 'alert' : 'status'}>
        {sentenceOf(upload, trans)}
      </span>
      {(state === 'taken' || state === 'failed') && (
        <div className="kfl-State-actions">
          <button type="button" className="kfl-Button" onClick={() => uploads.again(id)}>
            {state === 'taken' ? trans.__('Replace') : trans.__('Try again')}
          </button>
          <button type="button" className="kfl-Button" onClick={remove}>
            {state === 'taken' ? trans.__('Keep') : trans.__('Dismiss')}
          </button>
        </div>
      )}
    </li>
  );
}

function sentenceOf({ state, sent, file, problem }: Upload, trans: TranslationBundle): string {
  switch (state) {
    case 'waiting':
      return trans.__('Waiting');
    case 'sending':
      return sent < file.size
        ? trans.__('%1 of %2', formatBytes(sent), formatBytes(file.size))
        : trans.__('Storing…');
    case 'taken':
      return trans.__('A file of this name is here already.');
    case 'failed':
      return problem?.detail ?? '';
  }
}
