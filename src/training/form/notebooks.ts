import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

/** An open notebook, and what of it can be the code of a job. */
export interface OpenNotebook {
  path: string;
  cells: { id: string; title: string }[];
}

const TITLE_LENGTH = 60;

/** The open notebooks with their code cells, the one that was last in front first. */
export function openNotebooks(tracker: INotebookTracker | null): OpenNotebook[] {
  const panels: NotebookPanel[] = [];
  tracker?.forEach(panel => panels.push(panel));
  const front = tracker?.currentWidget;
  return panels
    .sort((a, b) => Number(b === front) - Number(a === front))
    .map(({ content, context }) => ({
      path: context.path,
      cells: content.widgets.flatMap(({ model }, index) =>
        model.type === 'code' && model.sharedModel.getSource().trim() !== ''
          ? [{ id: model.id, title: `${index + 1}: ${titleOf(model.sharedModel.getSource())}` }]
          : []
      )
    }));
}

/** Saves an open notebook with changes, because what travels is the file. */
export async function saveNotebook(tracker: INotebookTracker | null, path: string): Promise<void> {
  const panel = tracker?.find(({ context }) => context.path === path);
  if (panel?.context.model.dirty) {
    await panel.context.save();
  }
}

/** The first line that says something: of a cell that launches a job the one after the magic. */
export function titleOf(source: string): string {
  const lines = source.split('\n').map(line => line.trim());
  const said = lines.filter(line => line !== '' && !line.startsWith('%%'));
  const title = said[0] ?? lines[0] ?? '';
  return title.length <= TITLE_LENGTH ? title : `${title.slice(0, TITLE_LENGTH - 1)}…`;
}
