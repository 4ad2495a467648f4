import type { NotebookPanel } from '@jupyterlab/notebook';
import { needsOf, withNeeds, type Step } from '@kubeflow-lab/compiler';

import type { IPlatform } from '../tokens';
import { cellModel, readCell, writeCells } from './edit';
import { askForNeeds, surroundingsOf } from './needs/dialog';

/** Asks for the settings of a step and writes them to its first cell, which speaks for the step; undone like any edit. */
export async function editSettings(
  panel: NotebookPanel,
  { name, cells, limits, settings }: Step,
  platform: IPlatform,
  namespace: string | null
): Promise<void> {
  const surroundings = await surroundingsOf(platform, namespace);
  const model = cellModel(panel, cells[0]);
  if (model === null) {
    return;
  }
  const needs = needsOf(readCell(model));
  const question = { step: name, needs, defaults: { limits, settings } };
  const answer = await askForNeeds(question, surroundings, platform);
  if (answer) {
    writeCells(panel, [{ model, cell: withNeeds(readCell(model), answer) }]);
  }
}
