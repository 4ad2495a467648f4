import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import type { ICellModel } from '@jupyterlab/cells';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { tagsOf } from '../cells/edit';
import { CommandIDs as PipelineCommandIDs } from '../pipelines/commands';
import { ProblemError } from '../problem';
import { IPanels, IPlatform } from '../tokens';
import { CommandIDs as TrainingCommandIDs } from '../training/commands';
import type { FormStart } from '../training/form/model';
import { withValues } from './apply';
import { CommandIDs } from './commands';
import type { SweepStart } from './form/model';
import type { BestValueActions } from './kinds';
// The panel stands in the side bar from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { sweepsPanel } from './panel';

/** The Sweeps panel. */
export const sweepsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:sweeps',
  description: 'Shows the sweeps of the project in the side bar, and makes new ones.',
  autoStart: true,
  requires: [IPlatform, IPanels],
  optional: [ICommandPalette, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    platform: IPlatform,
    panels: IPanels,
    palette: ICommandPalette | null,
    notebooks: INotebookTracker | null
  ): void => {
    const { trans } = platform;
    const best: BestValueActions = {
      apply: notebooks && (values => applyValues(notebooks, values, trans)),
      async runPipeline(path, parameters) {
        try {
          await app.commands.execute(PipelineCommandIDs.runWith, { path, parameters });
        } catch (error) {
          // The notebook stands in front by then, and the sweep's tab behind it.
          Notification.error(ProblemError.from(error).message);
        }
      },
      async train(start) {
        // The form offers the cells of open notebooks.
        await platform.actions?.openNotebook(pathOf(start));
        const args = { start } as unknown as ReadonlyPartialJSONObject;
        await app.commands.execute(TrainingCommandIDs.newJob, args);
      }
    };
    addFormCommands(app, { platform, panels, notebooks });
    for (const command of Object.values(CommandIDs)) {
      palette?.addItem({ command, category: trans.__('Kubeflow Lab') });
    }
    const onNew = () => void app.commands.execute(CommandIDs.newSweep);
    panels.add(sweepsPanel(trans, { best, onNew }));
  }
};

/** Opens the form of a sweep: empty, or with a cell of the notebook in front, as from the menu of the cell. */
function addFormCommands(
  app: JupyterFrontEnd,
  around: { platform: IPlatform; panels: IPanels; notebooks: INotebookTracker | null }
): void {
  const { platform, panels, notebooks } = around;
  const { trans } = platform;
  const isConnected = () => panels.connection.current.state === 'connected';
  const open = async (start: SweepStart | null) => {
    const { current } = panels.connection;
    if (current.state !== 'connected' || !platform.actions) {
      return;
    }
    const { namespace } = current;
    const { SweepTab } = await import('./form/tab');
    const tab = new SweepTab({ platform, actions: platform.actions, notebooks, namespace, start });
    app.shell.add(tab, 'main');
    app.shell.activateById(tab.id);
  };
  // A right click on another cell does not always make it the active one.
  const cellFor = ({ underPointer }: ReadonlyPartialJSONObject) => {
    const content = notebooks?.currentWidget?.content;
    if (!underPointer) {
      return content?.activeCell;
    }
    const node = app.contextMenuHitTest(({ classList }) => classList.contains('jp-CodeCell'));
    return content?.widgets.find(cell => cell.node === node);
  };
  app.commands.addCommand(CommandIDs.newSweep, {
    label: trans.__('New Sweep…'),
    caption: trans.__('Try many values of parameters, by form'),
    describedBy: { args: { type: 'object', properties: { start: { type: 'object' } } } },
    isEnabled: isConnected,
    execute: args => open((args.start ?? null) as SweepStart | null)
  });
  app.commands.addCommand(CommandIDs.newSweepOfCell, {
    label: trans.__('New Sweep of This Cell…'),
    caption: trans.__(
      'Run this cell many times with other values; of a parameters cell the notebook'
    ),
    describedBy: { args: { type: 'object', properties: { underPointer: { type: 'boolean' } } } },
    isEnabled: args => isConnected() && cellFor(args)?.model.type === 'code',
    execute: args => {
      const panel = notebooks?.currentWidget;
      const model = cellFor(args)?.model;
      return panel && model ? open({ source: sourceOf(panel.context.path, model) }) : undefined;
    }
  });
  app.contextMenu.addItem({
    command: CommandIDs.newSweepOfCell,
    args: { underPointer: true },
    selector: '.jp-Notebook .jp-CodeCell',
    rank: 500
  });
}

/** What runs when a sweep begins at a cell: that cell, or all of the notebook where it only says the parameters. */
function sourceOf(path: string, model: ICellModel): SweepStart['source'] {
  const isParameters = tagsOf(model).some(tag => PARAMETER_TAGS.includes(tag));
  return isParameters ? { from: 'file', path } : { from: 'cell', path, cell: model.id };
}

/** The tags of cells whose values the ranges stand behind. */
const PARAMETER_TAGS = ['parameters', 'pipeline-parameters'];

/** Edits the first cell of the notebook in front that assigns one of the values, so that undo takes it back. */
function applyValues(
  notebooks: INotebookTracker,
  values: Readonly<Record<string, string>>,
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

/** The notebook that has the code. */
function pathOf({ source }: FormStart): string {
  return 'path' in source ? source.path : '';
}
