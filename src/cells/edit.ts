import type { ICellModel } from '@jupyterlab/cells';
import { type NotebookPanel, NotebookActions } from '@jupyterlab/notebook';
import type { NeedingCell } from '@kubeflow-lab/compiler';

import type { PipelineCell } from './fixes';

/** The key of a cell's or a notebook's metadata where our own settings stand. */
export const ADDITIONS = 'kubeflow_lab';

export function tagsOf(cell: Pick<ICellModel, 'getMetadata'>): string[] {
  const tags: unknown = cell.getMetadata('tags');
  return Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [];
}

/** A cell of the notebook by its id; null where it is gone. */
export function cellModel({ content }: NotebookPanel, id: string): ICellModel | null {
  return content.widgets.find(({ model }) => model.id === id)?.model ?? null;
}

/** What a cell says that the pipeline reads. */
export function readCell(cell: ICellModel): NeedingCell {
  return {
    source: cell.sharedModel.getSource(),
    tags: tagsOf(cell),
    additions: cell.getMetadata(ADDITIONS)
  };
}

/** Changes what cells say, in one edit, which is undone as one. Fields that are left out stay. */
export function writeCells(
  { content }: NotebookPanel,
  changes: readonly { model: ICellModel; cell: Partial<NeedingCell> }[]
): void {
  content.model?.sharedModel.transact(() => {
    for (const { model, cell } of changes) {
      if (cell.source !== undefined && cell.source !== model.sharedModel.getSource()) {
        model.sharedModel.setSource(cell.source);
      }
      if (cell.tags) {
        set(model, 'tags', cell.tags.length > 0 ? [...cell.tags] : undefined);
      }
      if ('additions' in cell) {
        set(model, ADDITIONS, cell.additions);
      }
    }
  });
}

function set(model: ICellModel, key: string, value: unknown): void {
  if (value === undefined) {
    model.deleteMetadata(key);
  } else {
    model.setMetadata(key, value);
  }
}

/** The code cells of a notebook as the pipeline reads them. */
export function pipelineCells({ content }: NotebookPanel): PipelineCell[] {
  return content.widgets
    .filter(({ model }) => model.type === 'code')
    .map(({ model }) => ({ id: model.id, ...readCell(model) }));
}

/**
 * Runs code in the notebook, so that what was done stands there and can be done again: in the cell that `earlier` finds, or
 * in a new one at the end. With `skip` the cell is no part of the pipeline.
 */
export async function runInNotebook(
  panel: NotebookPanel,
  source: string,
  { earlier, skip = false }: { earlier?: RegExp; skip?: boolean } = {}
): Promise<void> {
  const { content } = panel;
  const found = content.widgets.findIndex(
    ({ model }) => model.type === 'code' && earlier?.test(model.sharedModel.getSource())
  );
  if (found >= 0) {
    content.deselectAll();
    content.activeCellIndex = found;
  } else {
    content.activeCellIndex = content.widgets.length - 1;
    NotebookActions.insertBelow(content);
    NotebookActions.changeCellType(content, 'code');
  }
  await runActiveCell(panel, { source, ...(skip && { tags: ['skip'] }) });
}

/** Changes what the active cell says, brings it into view and runs it. */
export async function runActiveCell(
  panel: NotebookPanel,
  cell: Partial<NeedingCell>
): Promise<void> {
  const { content, sessionContext } = panel;
  const model = content.activeCell?.model;
  if (model) {
    writeCells(panel, [{ model, cell }]);
    await content.scrollToItem(content.activeCellIndex, 'smart');
    await NotebookActions.run(content, sessionContext);
  }
}
