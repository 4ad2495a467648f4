import type { INotebookTracker } from '@jupyterlab/notebook';
import type { Diagnostic, Step } from '@kubeflow-lab/compiler';

import { cellModel, pipelineCells, runInNotebook, writeCells } from '../../cells/edit';
import { fixFor } from '../../cells/fixes';
import { editDefaults, editSettings } from '../../cells/settings';
import type { IPlatform } from '../../tokens';
import type { Mending } from './diagnostics';
import type { NotebookPipeline } from './model';

/** What the panel does with the notebook in front. */
export interface PipelineActions {
  showCell: (id: string) => void;
  editSettings: (step: Step) => void;
  editDefaults: () => void;
  mendingOf: (diagnostic: Diagnostic) => Mending | null;
  runHere: () => void;
  preview: () => void;
  schedule: () => void;
}

export function pipelineActions(
  notebooks: INotebookTracker,
  pipeline: NotebookPipeline,
  platform: IPlatform,
  dialogs: Pick<PipelineActions, 'preview' | 'schedule'>
): PipelineActions {
  return {
    showCell: id => void showCell(notebooks, id),
    editSettings: step => void editSettings(pipeline, step, platform),
    editDefaults: () => void editDefaults(pipeline, platform),
    mendingOf: diagnostic => mendingOf(pipeline, diagnostic, platform),
    runHere: () => {
      const { panel, given } = pipeline;
      if (panel) {
        void runInNotebook(panel, runLine(given), { earlier: /^%pipeline run\b/ });
      }
    },
    ...dialogs
  };
}

async function showCell(notebooks: INotebookTracker, id: string): Promise<void> {
  const content = notebooks.currentWidget?.content;
  const index = content?.widgets.findIndex(cell => cell.model.id === id) ?? -1;
  if (content && index >= 0) {
    content.activeCellIndex = index;
    await content.scrollToItem(index, 'smart');
  }
}

function mendingOf(
  pipeline: NotebookPipeline,
  diagnostic: Diagnostic,
  { trans }: IPlatform
): Mending | null {
  const { panel, graph } = pipeline;
  const fix = panel && fixFor(diagnostic, pipelineCells(panel), graph, trans);
  if (!fix) {
    return null;
  }
  return {
    label: fix.label,
    mend: () => {
      const changes = fix.changes.flatMap(({ id, cell }) => {
        const model = cellModel(panel, id);
        return model ? [{ model, cell }] : [];
      });
      writeCells(panel, changes);
    }
  };
}

/** The magic that runs the notebook here; values are quoted as a shell reads them, because the magic does. */
export function runLine(given: Readonly<Record<string, string>>): string {
  const options = Object.entries(given).map(
    ([name, value]) => ` --param ${quoted(`${name}=${value}`)}`
  );
  return `%pipeline run${options.join('')}`;
}

function quoted(word: string): string {
  return /^[\w=.,:/+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}
