import { Sanitizer } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Loaded, cleanText } from '../../components';
import { FilesClient } from '../../files/api';
import type { IPlatform } from '../../tokens';
import { isRunKey, shownCells, type Shown } from './outputs';

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
      {isOpen && <Cells {...props} />}
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

function Cells({ platform, namespace, path, trans }: ShownProps): React.JSX.Element {
  const { client } = platform;
  const load = React.useCallback(
    async () => shownCells(await new FilesClient(client).text(namespace, path)),
    [client, namespace, path]
  );
  return (
    <Loaded load={load} trans={trans}>
      {cells =>
        cells.length === 0 ? (
          <p className="kfl-Note">{trans.__('They have shown nothing.')}</p>
        ) : (
          cells.map(cell => (
            <section key={cell.id} className="kfl-Shown-cell">
              <h4>{cell.title}</h4>
              {cell.outputs.map((output, index) => (
                <OutputView key={index} output={output} trans={trans} />
              ))}
            </section>
          ))
        )
      }
    </Loaded>
  );
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
