import type { ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { isFinal } from '../components/phase';
import type { IPlatform } from '../tokens';
import { type Card, CARD_TYPE, parseCard } from './card';

/** States of a kernel in which nothing of what its cells ran is left. */
const LOST = new Set(['restarting', 'autorestarting', 'terminating', 'dead']);

/**
 * Says below each cell that ran while its kernel went away, and that has the card of something on the cluster, that
 * this goes on, and how a new kernel finds it again. JupyterLab only takes the star from such a cell.
 */
export function tellInterrupted(notebooks: INotebookTracker, platform: IPlatform): void {
  const listen = (panel: NotebookPanel) => {
    panel.sessionContext.statusChanged.connect((_context, status) => {
      if (LOST.has(status)) {
        tellIn(panel, platform);
      }
    });
  };
  notebooks.widgetAdded.connect((_tracker, panel) => listen(panel));
  notebooks.forEach(listen);
}

function tellIn({ content }: NotebookPanel, platform: IPlatform): void {
  for (const cell of content.model?.cells ?? []) {
    if (cell.type === 'code') {
      tell(cell as ICodeCellModel, platform);
    }
  }
}

function tell({ executionState, outputs }: ICodeCellModel, platform: IPlatform): void {
  const cards = executionState === 'running' ? unfinished(outputs) : [];
  if (cards.length === 0) {
    return;
  }
  const text = cards.map(card => `${sentenceOf(card, platform)}\n`).join('');
  // A kernel that goes away tells so more than once.
  if (outputs.get(outputs.length - 1).toJSON().text !== text) {
    outputs.add({ output_type: 'stream', name: 'stderr', text });
  }
}

function unfinished(outputs: ICodeCellModel['outputs']): Card[] {
  return Array.from({ length: outputs.length }, (_, index) => outputs.get(index))
    .map(output => parseCard(output.data[CARD_TYPE]))
    .filter(
      (card): card is Card => card !== null && !isFinal(card.snapshot?.summary.phase ?? 'Unknown')
    );
}

function sentenceOf({ apiVersion, kind, name }: Card, { kinds, trans }: IPlatform): string {
  const handle = kinds.find(apiVersion, kind)?.python?.(name);
  const said = trans.__(
    'The kernel ended while this cell was running. %1 %2 goes on in the cluster.',
    kind,
    name
  );
  return handle ? `${said} ${trans.__('In the new kernel, %1 finds it again.', handle)}` : said;
}
