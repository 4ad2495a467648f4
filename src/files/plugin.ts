import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Connection } from '../panels/connection';
import { CommandIDs } from '../panels/commands';
import { IPlatform } from '../tokens';
import { FileActions } from './actions';
import { FilesClient } from './api';
// The panel stands in the side bar from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { FilesModel } from './model';
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { FilesPanel, PANEL_ID } from './panel';
import type { FileRef, FileTab } from './tab';

const OPEN_FILE = 'kubeflow-lab:open-file';
/** Behind the panels of what runs. */
const RANK = 580;

/** Arguments of the command that opens a file. */
const fileSchema = {
  type: 'object' as const,
  properties: {
    namespace: { type: 'string' as const, description: 'The project whose bucket it is in' },
    bucket: { type: 'string' as const, description: 'The name of the bucket' },
    path: { type: 'string' as const, description: 'The path in the bucket' },
    name: { type: 'string' as const, description: 'The last part of the path' },
    size: { type: 'number' as const, description: 'Bytes' },
    modified: { type: 'string' as const, description: 'When it was changed, RFC 3339' }
  },
  required: ['namespace', 'bucket', 'path', 'name', 'size', 'modified']
};

/** The files of the project's bucket: a panel of the side bar, and a tab for each file that is opened. */
export const filesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:files',
  description: "Shows the files of the project's bucket: upload, preview, download, delete.",
  autoStart: true,
  requires: [IPlatform],
  optional: [ILayoutRestorer, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    platform: IPlatform,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null
  ): void => {
    const { trans } = platform;
    const files = new FilesClient(platform.client);
    const actions = new FileActions(files, trans, file => {
      void app.commands.execute(OPEN_FILE, { ...file });
    });
    const connection = new Connection(platform);
    const model = new FilesModel(connection, files);
    const panel = new FilesPanel({ model, actions, trans });
    app.shell.add(panel, 'left', { rank: RANK, type: panel.title.caption });
    restorer?.add(panel, PANEL_ID);
    addCommands(app, { files, actions, trans, restorer });
    palette?.addItem({ command: `${CommandIDs.panel}files`, category: trans.__('Kubeflow Lab') });
    void connection.connect();
  }
};

interface Parts {
  files: FilesClient;
  actions: FileActions;
  trans: IPlatform['trans'];
  restorer: ILayoutRestorer | null;
}

function addCommands(app: JupyterFrontEnd, { files, actions, trans, restorer }: Parts): void {
  const tracker = new WidgetTracker<FileTab>({ namespace: 'kubeflow-lab-files' });
  app.commands.addCommand(`${CommandIDs.panel}files`, {
    label: trans.__('Show Project Files'),
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => app.shell.activateById(PANEL_ID)
  });
  app.commands.addCommand(OPEN_FILE, {
    label: trans.__('Open a File of the Project'),
    describedBy: { args: fileSchema },
    execute: async args => {
      const { FileTab } = await import('./tab');
      const file = refFrom(args);
      const id = FileTab.idOf(file);
      const tab =
        tracker.find(widget => widget.id === id) ?? new FileTab({ file, files, actions, trans });
      if (!tab.isAttached) {
        app.shell.add(tab, 'main');
        void tracker.add(tab);
      }
      app.shell.activateById(id);
    }
  });
  void restorer?.restore(tracker, {
    command: OPEN_FILE,
    args: ({ file }) => ({ ...file }),
    name: ({ file: { bucket, path } }) => `${bucket}/${path}`
  });
}

function refFrom(args: ReadonlyPartialJSONObject): FileRef {
  const { namespace, bucket, path, name, size, modified } = args as unknown as FileRef;
  return { namespace, bucket, path, name, size, modified };
}
