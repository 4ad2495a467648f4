import type { TranslationBundle } from '@jupyterlab/translation';
import type { Problem } from '@kubeflow-lab/schema';
import * as React from 'react';
import { formatBytes, Loaded, TextTable } from '../components';
import type { FilesClient } from './api';
import { parseRows, separatorOf } from './csv';
import type { FileRef } from './tab';

/** How much of a text the server sends. */
const TEXT_BYTES = 256 * 1024;
const ROWS = 500;

interface PreviewProps {
  file: FileRef;
  files: FilesClient;
  trans: TranslationBundle;
}

/** What can be shown of a file: a table, a text or an image; or why nothing can. */
export function PreviewView({ file, files, trans }: PreviewProps): React.JSX.Element {
  const { namespace, path } = file;
  const load = React.useCallback(() => files.preview(namespace, path), [files, namespace, path]);
  return (
    <Loaded load={load} refused={noPreview} trans={trans}>
      {preview =>
        preview.kind === 'image' ? (
          <ImageView image={preview.image} name={file.name} />
        ) : (
          <TextView file={file} text={preview.text} trans={trans} />
        )
      }
    </Loaded>
  );
}

/** That a file is of no kind that can be shown is no failure. */
function noPreview({ status, detail }: Problem): React.JSX.Element | null {
  return status === 415 ? (
    <p className="kfl-Note" role="status">
      {detail}
    </p>
  ) : null;
}

function ImageView({ image, name }: { image: Blob; name: string }): React.JSX.Element {
  const [address, setAddress] = React.useState('');
  React.useEffect(() => {
    const made = URL.createObjectURL(image);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [image]);
  return (
    <div className="kfl-Preview-image" tabIndex={0}>
      {address && <img src={address} alt={name} />}
    </div>
  );
}

interface TextProps {
  file: FileRef;
  text: string;
  trans: TranslationBundle;
}

function TextView({ file, text, trans }: TextProps): React.JSX.Element {
  const isTable = /\.(csv|tsv)$/i.test(file.name);
  const [plain, setPlain] = React.useState(!isTable);
  const notes = [
    file.size > TEXT_BYTES
      ? trans.__('The first %1 of %2.', formatBytes(TEXT_BYTES), formatBytes(file.size))
      : '',
    text === '' ? trans.__('The file is empty.') : ''
  ].filter(Boolean);
  return (
    <>
      {(isTable || notes.length > 0) && (
        <div className="kfl-Preview-bar">
          {isTable && (
            <button type="button" className="kfl-Button" onClick={() => setPlain(!plain)}>
              {plain ? trans.__('Show as table') : trans.__('Show as text')}
            </button>
          )}
          <span role="status">{notes.join(' ')}</span>
        </div>
      )}
      {plain ? (
        <pre className="kfl-Preview-text" tabIndex={0} aria-label={file.name}>
          {text}
        </pre>
      ) : (
        <TableView text={text} name={file.name} trans={trans} />
      )}
    </>
  );
}

function TableView(props: {
  text: string;
  name: string;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { text, name, trans } = props;
  const [head, ...rows] = React.useMemo(() => parseRows(text, separatorOf(text), ROWS + 2), [text]);
  const numbers = head?.map((_, column) => rows.slice(0, 50).every(row => isNumber(row[column])));
  const look = (column: number) => (numbers?.[column] ? 'kfl-mod-number' : undefined);
  return (
    <div className="kfl-Preview-table" tabIndex={0} role="region" aria-label={name}>
      <TextTable head={head ?? []} rows={rows.slice(0, ROWS)} columnClass={look} />
      {rows.length > ROWS && (
        <p className="kfl-Note">{trans.__('The first %1 rows are shown.', ROWS)}</p>
      )}
    </div>
  );
}

/** Whether a cell may stand in a column of numbers; an empty one may. */
function isNumber(cell = ''): boolean {
  return Number.isFinite(Number(cell));
}
