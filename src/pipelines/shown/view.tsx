import { Sanitizer } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Problem } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemView, cleanText } from '../../components';
import { FilesClient } from '../../files/api';
import { ProblemError } from '../../problem';
import type { IPlatform } from '../../tokens';
import { isRunKey, shownCells, type Shown, type ShownCell } from './outputs';

interface ShownProps {
  platform: IPlatform;
  namespace: string;
  /** Where the executed notebook lies in the project's bucket. */
  path: string;
  trans: TranslationBundle;
}

/** What the cells of a step have shown, read from its executed notebook when somebody wants to see it. */
export function ShownCells(props: ShownProps): React.JSX.Element | null {
  const { platform, namespace, path, trans } = props;
  const [isOpen, setOpen] = React.useState(false);
  if (!isRunKey(path)) {
    return null;
  }
  return (
    <details className="kfl-Shown" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{trans.__('What its cells have shown')}</summary>
      {isOpen && <Loaded {...props} />}
      <a
        className="kfl-Link"
        href={new FilesClient(platform.client).address(namespace, path)}
        download
      >
        {trans.__('Save the executed notebook')}
      </a>
    </details>
  );
}

type Notebook =
  | { state: 'loading' }
  | { state: 'failed'; problem: Problem }
  | { state: 'read'; cells: ShownCell[] };

function Loaded({ platform, namespace, path, trans }: ShownProps): React.JSX.Element {
  const [notebook, setNotebook] = React.useState<Notebook>({ state: 'loading' });
  const [attempt, setAttempt] = React.useState(0);
  const { client } = platform;
  React.useEffect(() => {
    let current = true;
    setNotebook({ state: 'loading' });
    new FilesClient(client).text(namespace, path).then(
      text => current && setNotebook({ state: 'read', cells: shownCells(text) }),
      (error: unknown) => {
        const { problem } = ProblemError.from(error);
        return current && setNotebook({ state: 'failed', problem });
      }
    );
    return () => {
      current = false;
    };
  }, [client, namespace, path, attempt]);
  switch (notebook.state) {
    case 'loading':
      return (
        <p className="kfl-Note" role="status">
          {trans.__('Loading…')}
        </p>
      );
    case 'failed':
      return (
        <ProblemView
          problem={notebook.problem}
          onRetry={() => setAttempt(attempt + 1)}
          trans={trans}
        />
      );
    case 'read':
      return notebook.cells.length === 0 ? (
        <p className="kfl-Note">{trans.__('They have shown nothing.')}</p>
      ) : (
        <>
          {notebook.cells.map(cell => (
            <section key={cell.id} className="kfl-Shown-cell">
              <h4>{cell.title}</h4>
              {cell.outputs.map((output, index) => (
                <OutputView key={index} output={output} trans={trans} />
              ))}
            </section>
          ))}
        </>
      );
  }
}

/** As JupyterLab shows the outputs of a notebook that nobody has trusted yet. */
function OutputView(props: { output: Shown; trans: TranslationBundle }): React.JSX.Element {
  const { output, trans } = props;
  switch (output.kind) {
    case 'image':
      return <img className="kfl-Shown-image" src={output.src} alt={trans.__('Picture')} />;
    case 'html':
      return <Html html={output.html} />;
    default:
      return (
        <pre className={`kfl-Shown-text kfl-mod-${output.kind}`} tabIndex={0}>
          {cleanText(output.text)}
        </pre>
      );
  }
}

const sanitizer = new Sanitizer();

/** Without scripts, forms and frames: the notebook may be anybody's. */
function Html({ html }: { html: string }): React.JSX.Element {
  const clean = React.useMemo(() => sanitizer.sanitize(html), [html]);
  return (
    <div
      className="jp-RenderedHTMLCommon jp-RenderedHTML kfl-Shown-html"
      tabIndex={0}
      dangerouslySetInnerHTML={{ __html: clean }}
    />
  );
}
