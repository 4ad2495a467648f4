import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { IPanels, IPlatform, type ObjectRef } from '../tokens';
import { ObjectActions } from './actions';
import { CommandIDs } from './commands';
import { Connection } from './connection';
// The panels stand in the side bar from the start, and tell at once what ended meanwhile.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { EndNotifier } from './notify';
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { Panels } from './panels';
import type { ObjectTab } from './tab';

const SETTINGS = 'kubeflow-lab:panels';

/** Names of arguments of the commands on objects. */
const objectSchema = {
  type: 'object' as const,
  properties: {
    plural: { type: 'string' as const, description: 'The kind of the object, as tfjobs' },
    namespace: { type: 'string' as const, description: 'The project that the object is in' },
    name: { type: 'string' as const, description: 'The name of the object' }
  },
  required: ['plural', 'namespace', 'name']
};

/** What all panels have in common: their connection, the tabs of objects, commands and notifications. */
export const panelsPlugin: JupyterFrontEndPlugin<IPanels> = {
  id: SETTINGS,
  description: 'Shows objects of the cluster in panels of the side bar, and each of them in a tab.',
  autoStart: true,
  provides: IPanels,
  requires: [IPlatform],
  optional: [ILayoutRestorer, ICommandPalette, ILauncher, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    platform: IPlatform,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    registry: ISettingRegistry | null
  ): IPanels => {
    const actions = new ObjectActions(app, platform);
    platform.actions = actions;
    const connection = new Connection(platform);
    const notifier = new EndNotifier(platform, wantsNews(registry));
    addObjectCommands(app, platform, actions, restorer);
    void connection.connect();
    return new Panels({
      app,
      platform,
      actions,
      connection,
      notifier,
      restorer,
      palette,
      launcher
    });
  }
};

function addObjectCommands(
  app: JupyterFrontEnd,
  platform: IPlatform,
  actions: ObjectActions,
  restorer: ILayoutRestorer | null
): void {
  const { trans } = platform;
  const tracker = new WidgetTracker<ObjectTab>({ namespace: 'kubeflow-lab-objects' });
  app.commands.addCommand(CommandIDs.open, {
    label: trans.__('Open an Object of Kubeflow Lab'),
    describedBy: { args: objectSchema },
    execute: async args => {
      const { ObjectTab } = await import('./tab');
      const object = refFrom(args);
      const id = ObjectTab.idOf(object);
      const tab =
        tracker.find(widget => widget.id === id) ?? new ObjectTab({ platform, actions, object });
      if (!tab.isAttached) {
        app.shell.add(tab, 'main');
        void tracker.add(tab);
      }
      app.shell.activateById(id);
    }
  });
  app.commands.addCommand(CommandIDs.delete, {
    label: trans.__('Delete an Object of Kubeflow Lab…'),
    describedBy: { args: objectSchema },
    execute: args => actions.delete(refFrom(args))
  });
  void restorer?.restore(tracker, {
    command: CommandIDs.open,
    args: ({ object }) => ({ ...object }),
    name: ({ object: { plural, namespace, name } }) => `${plural}/${namespace}/${name}`
  });
}

function refFrom(args: ReadonlyPartialJSONObject): ObjectRef {
  const { plural, namespace, name } = args as unknown as ObjectRef;
  return { plural, namespace, name };
}

/** Whether the person wants to be told of ends, as the settings say at the moment. */
function wantsNews(registry: ISettingRegistry | null): () => boolean {
  let wanted = true;
  const take = (settings: ISettingRegistry.ISettings) => {
    wanted = settings.composite['notifyOnEnd'] !== false;
  };
  registry
    ?.load(SETTINGS)
    .then(settings => {
      take(settings);
      settings.changed.connect(take);
    })
    .catch(error => console.warn('Kubeflow Lab: its settings cannot be read.', error));
  return () => wanted;
}
