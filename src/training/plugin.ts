import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { TrainingJobItem } from '@kubeflow-lab/schema';
import { ProblemError } from '../problem';
import { IPanels, IPlatform, type ObjectRef } from '../tokens';
import { CommandIDs } from './commands';
import type { FormStart } from './form/model';
import { insertStarter } from './insert';
import type { JobActions } from './kinds';
// The panel stands in the side bar from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { trainingPanel } from './panel';

/** The Training panel. */
export const trainingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:training',
  description: 'Shows the training jobs of the project in the side bar, and makes new ones.',
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
    addStarterCommand(app, platform, notebooks);
    addFormCommand(app, platform, panels, notebooks);
    for (const command of [CommandIDs.newJob, CommandIDs.insertStarter]) {
      palette?.addItem({ command, category: trans.__('Kubeflow Lab') });
    }
    panels.add(
      trainingPanel(trans, {
        ...jobActions(app, platform),
        onNew: () => void app.commands.execute(CommandIDs.newJob),
        onInsert: () => void app.commands.execute(CommandIDs.insertStarter)
      })
    );
  }
};

function addStarterCommand(
  app: JupyterFrontEnd,
  { trans }: IPlatform,
  notebooks: INotebookTracker | null
): void {
  app.commands.addCommand(CommandIDs.insertStarter, {
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
}

function addFormCommand(
  app: JupyterFrontEnd,
  platform: IPlatform,
  panels: IPanels,
  notebooks: INotebookTracker | null
): void {
  const { trans, client } = platform;
  const text = { type: 'string' as const };
  app.commands.addCommand(CommandIDs.newJob, {
    label: trans.__('New Training Job…'),
    caption: trans.__('Make a training job by form, or change one and run it again'),
    describedBy: {
      args: {
        type: 'object',
        properties: { plural: text, namespace: text, name: text, start: { type: 'object' } }
      }
    },
    isEnabled: () => panels.connection.current.state === 'connected',
    execute: async args => {
      const { current } = panels.connection;
      if (current.state !== 'connected' || !platform.actions) {
        return;
      }
      const { namespace } = current;
      const ref = args.name ? (args as unknown as ObjectRef) : null;
      const start = (args.start ?? null) as FormStart | null;
      try {
        const [{ FormTab }, item] = await Promise.all([
          import('./form/tab'),
          ref && client.item<TrainingJobItem>(ref)
        ]);
        const earlier = ref && item && { ref, item };
        const { actions } = platform;
        const tab = new FormTab({ platform, actions, notebooks, namespace, earlier, start });
        app.shell.add(tab, 'main');
        app.shell.activateById(tab.id);
      } catch (error) {
        Notification.error(ProblemError.from(error).message);
      }
    }
  });
}

function jobActions(app: JupyterFrontEnd, platform: IPlatform): JobActions {
  return {
    async rerun(job, item) {
      const { confirmReplacing } = await import('./form/tab');
      if (await confirmReplacing(platform, item)) {
        await platform.client.act(job, 'rerun');
      }
    },
    change(job) {
      void app.commands.execute(CommandIDs.newJob, { ...job });
    }
  };
}
