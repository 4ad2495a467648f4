import {
  defaultNeedsOf,
  needsOf,
  taggedDefaultsOf,
  withDefaultNeeds,
  withNeeds,
  type Step
} from '@kubeflow-lab/compiler';

import type { NotebookPipeline } from '../pipelines/notebook/model';
import type { IPlatform } from '../tokens';
import { ADDITIONS, cellModel, readCell, writeCells } from './edit';
import { askForNeeds, surroundingsOf } from './needs/dialog';

/** Asks for the settings of a step and writes them to its first cell, which speaks for the step; undone like any edit. */
export async function editSettings(
  { panel, graph, namespace }: Pick<NotebookPipeline, 'panel' | 'graph' | 'namespace'>,
  { name, cells, limits, settings, parameters: used }: Step,
  platform: IPlatform
): Promise<void> {
  const surroundings = await surroundingsOf(platform, namespace);
  const model = panel && cellModel(panel, cells[0]);
  if (!model) {
    return;
  }
  const answer = await askForNeeds(
    {
      step: name,
      needs: needsOf(readCell(model)),
      defaults: { limits, settings },
      pipeline: { parameters: graph.parameters, used }
    },
    surroundings,
    platform
  );
  if (answer) {
    writeCells(panel, [{ model, cell: withNeeds(readCell(model), answer) }]);
  }
}

/** Asks for what holds for every step that says nothing else, and writes it to the notebook. */
export async function editDefaults(
  { panel, namespace }: Pick<NotebookPipeline, 'panel' | 'namespace'>,
  platform: IPlatform
): Promise<void> {
  const surroundings = await surroundingsOf(platform, namespace);
  const model = panel?.context.model;
  if (!model) {
    return;
  }
  const needs = await askForNeeds(
    {
      step: null,
      needs: defaultNeedsOf(model.metadata),
      defaults: taggedDefaultsOf(model.metadata),
      pipeline: { parameters: [], used: [] }
    },
    surroundings,
    platform
  );
  if (needs) {
    model.setMetadata(ADDITIONS, withDefaultNeeds(model.metadata, needs));
  }
}
