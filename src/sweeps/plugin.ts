import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { IPanels, IPlatform } from '../tokens';
import { withValues } from './apply';
// The panel stands in the side bar from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { sweepsPanel } from './panel';

/** The Sweeps panel. */
export const sweepsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:sweeps',
  description: 'Shows the sweeps of the project in the side bar.',
  autoStart: true,
  requires: [IPlatform, IPanels],
  optional: [INotebookTracker],
  activate: (
    _app: JupyterFrontEnd,
    platform: IPlatform,
    panels: IPanels,
    notebooks: INotebookTracker | null
  ): void => {
    const { trans } = platform;
    const apply = notebooks
      ? (values: Record<string, string>) => applyValues(notebooks, values, trans)
      : null;
    panels.add(sweepsPanel(trans, apply));
  }
};

/** Edits the first cell of the notebook in front that assigns one of the values, so that undo takes it back. */
function applyValues(
  notebooks: INotebookTracker,
  values: Record<string, string>,
  trans: TranslationBundle
): string | null {
  const content = notebooks.currentWidget?.content;
  if (!content) {
    return trans.__('Open the notebook whose parameters are to get the values.');
  }
  const index = content.widgets.findIndex(
    ({ model }) =>
      model.type === 'code' && withValues(model.sharedModel.getSource(), values) !== null
  );
  if (index < 0) {
    return trans.__(
      'No cell of this notebook assigns %1 at the start of a line.',
      Object.keys(values).join(', ')
    );
  }
  const { sharedModel } = content.widgets[index].model;
  sharedModel.setSource(withValues(sharedModel.getSource(), values)!);
  content.activeCellIndex = index;
  void content.scrollToItem(index, 'smart');
  return null;
}
