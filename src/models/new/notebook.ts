import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { runActiveCell, runInNotebook } from '../../cells/edit';

/** The notebook in front, as far as a new model comes from it. */
export interface ModelNotebook {
  /** Of its file. */
  name: string;
  /** The cells that define functions, by the id of the cell and the first function's name. */
  functions: readonly { cell: string; name: string }[];
  /** Serves by the line of a magic: at the head of `cell`, in place of such a line there, or in a cell of its own. */
  serve: (line: string, cell: string | null) => Promise<void>;
}

/** Null where no notebook is in front. */
export function modelNotebook(notebooks: INotebookTracker | null): ModelNotebook | null {
  const panel = notebooks?.currentWidget;
  if (!panel) {
    return null;
  }
  return {
    name: panel.context.path.split('/').at(-1) ?? '',
    functions: panel.content.widgets.flatMap(({ model }) => {
      const name = model.type === 'code' ? firstFunction(model.sharedModel.getSource()) : null;
      return name === null ? [] : [{ cell: model.id, name }];
    }),
    async serve(line, cell) {
      await panel.sessionContext.ready;
      if (cell === null) {
        await runInNotebook(panel, line, { skip: true });
      } else {
        await serveCell(panel, cell, line);
      }
    }
  };
}

/** The name of the first function that stands at the margin of a cell. */
export function firstFunction(source: string): string | null {
  return /^(?:async\s+)?def\s+(\w+)/m.exec(source)?.[1] ?? null;
}

/** The source of a cell that serves its functions by the line, in place of the line that it began with. */
export function withServeLine(source: string, line: string): string {
  return `${line}\n${source.replace(/^\s*%%serve\b.*\n?/, '')}`;
}

async function serveCell(panel: NotebookPanel, cell: string, line: string): Promise<void> {
  const { content } = panel;
  const place = content.widgets.findIndex(({ model }) => model.id === cell);
  if (place >= 0) {
    content.deselectAll();
    content.activeCellIndex = place;
    const before = content.widgets[place].model.sharedModel.getSource();
    await runActiveCell(panel, { source: withServeLine(before, line) });
  }
}
