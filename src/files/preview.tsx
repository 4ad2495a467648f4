import type { TranslationBundle } from '@jupyterlab/translation';
import type { Problem } from '@kubeflow-lab/schema';
import * as React from 'react';
import { formatBytes, ProblemView } from '../components';
import { ProblemError } from '../problem';
import type { FilesClient, Preview } from './api';
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

type Loaded =
  | { state: 'loading' }
  | { state: 'failed'; problem: Problem }
  | { state: 'shown'; preview: Preview };

/** What can be shown of a file: a table, a text or an image; or why nothing can. */
export function PreviewView(props: PreviewProps): React.JSX.Element {
  const { file, trans } = props;
  const [loaded, retry] = usePreview(props);
  switch (loaded.state) {
    case 'loading':
      return (
        <p className="kfl-Note" role="status">
          {trans.__('Loading…')}
        </p>
      );
    case 'failed':
      return loaded.problem.status === 415 ? (
        <p className="kfl-Note" role="status">
          {loaded.problem.detail}
        </p>
      ) : (
        <ProblemView problem={loaded.problem} onRetry={retry} trans={trans} />
      );
    case 'shown':
      return loaded.preview.kind === 'image' ? (
        <ImageView image={loaded.preview.image} name={file.name} />
      ) : (
        <TextView file={file} text={loaded.preview.text} trans={trans} />
      );
  }
}

function usePreview({ file, files }: PreviewProps): [Loaded, () => void] {
  const [loaded, setLoaded] = React.useState<Loaded>({ state: 'loading' });
  const [attempt, setAttempt] = React.useState(0);
  const { namespace, path } = file;
  React.useEffect(() => {
    let current = true;
    setLoaded({ state: 'loading' });
    files.preview(namespace, path).then(
      preview => current && setLoaded({ state: 'shown', preview }),
      error => current && setLoaded({ state: 'failed', problem: ProblemError.from(error).problem })
    );
    return () => {
      current = false;
    };
  }, [files, namespace, path, attempt]);
  return [loaded, () => setAttempt(count => count + 1)];
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
      <table>
        <thead>
          <tr>
            {head?.map((cell, index) => (
              <th key={index} scope="col" className={look(index)}>
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, ROWS).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} className={look(column)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
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
