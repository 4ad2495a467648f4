import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification, WidgetTracker } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { trainingIcon } from '../icons';
import { IPlatform, ITrainingJobs, type JobName } from '../tokens';
import { JobActions } from './actions';
import { CommandIDs } from './commands';
import type { JobTab } from './job';
import { insertStarter } from './insert';
// The panel stands in the side bar from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { TrainingModel } from './model';
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { TrainingPanel } from './panel';

const nameSchema = {
  type: 'object' as const,
  properties: {
    namespace: { type: 'string' as const, description: 'The project that the job is in' },
    name: { type: 'string' as const, description: 'The name of the job' }
  },
  required: ['namespace', 'name']
};

/** The Training panel, the tabs of jobs, and their commands. */
export const trainingPlugin: JupyterFrontEndPlugin<ITrainingJobs> = {
  id: 'kubeflow-lab:training',
  description: 'Shows the training jobs of the project in the side bar and each of them in a tab.',
  autoStart: true,
  provides: ITrainingJobs,
  requires: [IPlatform],
  optional: [ILayoutRestorer, ICommandPalette, ILauncher, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    platform: IPlatform,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    notebooks: INotebookTracker | null
  ): ITrainingJobs => {
    const { trans } = platform;
    const actions = new JobActions(app, platform);
    platform.actions = actions;
    const model = new TrainingModel(platform);
    const tracker = new WidgetTracker<JobTab>({ namespace: 'kubeflow-lab-jobs' });
    const { commands } = app;

    addPanelCommand(app, trans.__('Training Jobs'));
    commands.addCommand(CommandIDs.openJob, {
      label: trans.__('Open Training Job'),
      describedBy: { args: nameSchema },
      execute: async args => {
        const { JobTab } = await import('./job');
        const job = args as unknown as JobName;
        const id = JobTab.idOf(job);
        const tab =
          tracker.find(widget => widget.id === id) ?? new JobTab({ platform, actions, job });
        if (!tab.isAttached) {
          app.shell.add(tab, 'main');
          void tracker.add(tab);
        }
        app.shell.activateById(id);
      }
    });
    commands.addCommand(CommandIDs.deleteJob, {
      label: trans.__('Delete Training Job…'),
      describedBy: { args: nameSchema },
      execute: args => actions.delete(args as unknown as JobName)
    });
    commands.addCommand(CommandIDs.insertStarter, {
      label: trans.__('Insert a Training Cell'),
      caption: trans.__('Put a cell that starts a training job below the current one'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => {
        if (!insertStarter(app, notebooks)) {
          Notification.info(
            trans.__('Open a notebook first; the cell is put below its current one.')
          );
        }
      }
    });

    const panel = new TrainingPanel({
      model,
      actions,
      trans,
      onInsert: () => void commands.execute(CommandIDs.insertStarter)
    });
    app.shell.add(panel, 'left', { rank: 550, type: 'Training Jobs' });
    restorer?.add(panel, panel.id);
    void restorer?.restore(tracker, {
      command: CommandIDs.openJob,
      args: ({ job }) => ({ namespace: job.namespace, name: job.name }),
      name: ({ job }) => `${job.namespace}/${job.name}`
    });
    for (const command of [CommandIDs.openTraining, CommandIDs.insertStarter]) {
      palette?.addItem({ command, category: trans.__('Kubeflow Lab') });
    }
    launcher?.add({
      command: CommandIDs.openTraining,
      category: trans.__('Kubeflow Lab'),
      rank: 2
    });
    void model.connect();
    return model;
  }
};

function addPanelCommand(app: JupyterFrontEnd, label: string): void {
  app.commands.addCommand(CommandIDs.openTraining, {
    label,
    icon: trainingIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => app.shell.activateById('kubeflow-lab-training')
  });
}
