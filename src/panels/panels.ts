import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { ILauncher } from '@jupyterlab/launcher';
import { DisposableSet, type IDisposable } from '@lumino/disposable';
import type { IConnection, IObjectActions, IPanels, IPlatform } from '../tokens';
import { CommandIDs } from './commands';
import type { Connection } from './connection';
import type { PanelDescription } from './kind';
import { PanelModel } from './model';
import type { EndNotifier } from './notify';
import { Panel, panelId } from './panel';

export interface PanelsOptions {
  app: JupyterFrontEnd;
  platform: IPlatform;
  actions: IObjectActions;
  connection: Connection;
  notifier: EndNotifier;
  restorer: ILayoutRestorer | null;
  palette: ICommandPalette | null;
  launcher: ILauncher | null;
}

/** Puts up panels as they are described. */
export class Panels implements IPanels {
  constructor(private readonly _options: PanelsOptions) {}

  get connection(): IConnection {
    return this._options.connection;
  }

  add(description: PanelDescription): IDisposable {
    const { app, platform, actions, connection, notifier, restorer } = this._options;
    description.kinds.forEach(kind => platform.kinds.add(kind));
    const model = new PanelModel(platform, connection, description);
    notifier.watch(model);
    const panel = new Panel({
      model,
      platform,
      actions,
      onNew: () => void app.commands.execute(CommandIDs.create + description.id)
    });
    app.shell.add(panel, 'left', { rank: description.rank, type: description.title });
    restorer?.add(panel, panel.id);
    return DisposableSet.from([panel, model, ...this._addCommands(description, model)]);
  }

  private _addCommands(description: PanelDescription, model: PanelModel): IDisposable[] {
    const { app, platform, palette, launcher } = this._options;
    const { trans } = platform;
    const show = CommandIDs.panel + description.id;
    const create = CommandIDs.create + description.id;
    const category = trans.__('Kubeflow Lab');
    const none = { args: { type: 'object' as const, properties: {} } };
    return [
      app.commands.addCommand(show, {
        label: description.title,
        icon: description.icon,
        describedBy: none,
        execute: () => app.shell.activateById(panelId(description))
      }),
      app.commands.addCommand(create, {
        label: trans.__('New from YAML: %1…', description.noun.one),
        describedBy: none,
        isEnabled: () => model.connection.state === 'connected',
        execute: () => this._create(description, model)
      }),
      ...[show, create].flatMap(command => palette?.addItem({ command, category }) ?? []),
      ...(launcher ? [launcher.add({ command: show, category, rank: description.rank })] : [])
    ];
  }

  private async _create(panel: PanelDescription, model: PanelModel): Promise<void> {
    const { connection } = model;
    if (connection.state === 'connected') {
      const { platform, actions } = this._options;
      const { namespace } = connection;
      const { createFromYaml } = await import('./create');
      const onCreated = actions.open.bind(actions);
      await createFromYaml({ platform, panel, namespace, onCreated });
    }
  }
}
