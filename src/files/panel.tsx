import { Notification } from '@jupyterlab/apputils';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import * as React from 'react';
import { ProblemView } from '../components';
import { filesIcon } from '../icons';
import { NotConnected } from '../panels/states';
import type { FileActions } from './actions';
import { Crumbs } from './crumbs';
import { FileRows } from './list';
import type { FilesModel } from './model';
import { UploadList } from './uploadList';

export const PANEL_ID = 'kubeflow-lab-files';
const NOT_INSTALLED = 'urn:kubeflow-lab:not-installed';

interface FilesPanelProps {
  model: FilesModel;
  actions: FileActions;
  trans: TranslationBundle;
}

/** The files of the project's bucket, in the side bar. */
export class FilesPanel extends ReactWidget {
  constructor(private readonly _props: FilesPanelProps) {
    super();
    const { trans } = _props;
    this.id = PANEL_ID;
    this.addClass('kfl-Panel');
    this.title.icon = filesIcon;
    this.title.caption = trans.__('Project files');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Project files'));
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this._props.model.changed}>
        {() => <PanelBody {...this._props} />}
      </UseSignal>
    );
  }

  /** Steps and jobs write to the bucket all the time, and nobody tells of it. */
  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this._props.model.refresh();
  }
}

function PanelBody(props: FilesPanelProps): React.JSX.Element {
  const { model, trans } = props;
  const { connection, folder } = model;
  const [over, setOver] = React.useState(false);
  const open =
    connection.state === 'connected' &&
    folder.list !== null &&
    folder.problem?.type !== NOT_INSTALLED;
  const drop = {
    onDragOver: (event: React.DragEvent) => {
      if (open && event.dataTransfer.types.includes('Files')) {
        event.preventDefault();
        setOver(true);
      }
    },
    onDragLeave: (event: React.DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
        setOver(false);
      }
    },
    onDrop: (event: React.DragEvent) => {
      event.preventDefault();
      setOver(false);
      model.upload(filesOf(event.dataTransfer, trans));
    }
  };
  return (
    <div className={`kfl-FilesPanel${over ? ' kfl-mod-over' : ''}`} {...drop}>
      <div className="kfl-Panel-header">
        <h2>{trans.__('Project files')}</h2>
        {connection.state === 'connected' && (
          <span className="kfl-Panel-namespace" title={trans.__('Project')}>
            {connection.namespace}
          </span>
        )}
      </div>
      {open && <Toolbar {...props} />}
      <Content {...props} />
      <UploadList uploads={model.uploads} trans={trans} />
    </div>
  );
}

function Toolbar({ model, trans }: FilesPanelProps): React.JSX.Element {
  const input = React.useRef<HTMLInputElement>(null);
  return (
    <>
      <div className="kfl-Panel-toolbar">
        <button type="button" className="kfl-Button" onClick={() => input.current?.click()}>
          {trans.__('Upload…')}
        </button>
        <button type="button" className="kfl-Button" onClick={() => void model.refresh()}>
          {trans.__('Refresh')}
        </button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={trans.__('Files to upload')}
          onChange={({ target }) => {
            model.upload([...(target.files ?? [])]);
            target.value = '';
          }}
        />
      </div>
      <Crumbs model={model} trans={trans} />
    </>
  );
}

function Content(props: FilesPanelProps): React.JSX.Element {
  const { model, trans } = props;
  const { connection, folder } = model;
  const { list, problem } = folder;
  const retry = () => void model.retry();
  if (connection.state === 'disconnected') {
    return <NotConnected message={connection.message} onRetry={retry} trans={trans} />;
  }
  if (connection.state === 'failed') {
    return <ProblemView problem={connection.problem} onRetry={retry} trans={trans} />;
  }
  if (problem?.type === NOT_INSTALLED) {
    return <NoBucket {...props} onRetry={retry} />;
  }
  if (list === null || connection.state === 'connecting') {
    return problem ? (
      <ProblemView problem={problem} onRetry={retry} trans={trans} />
    ) : (
      <p className="kfl-Note" role="status">
        {trans.__('Loading…')}
      </p>
    );
  }
  return (
    <>
      {problem && <ProblemView problem={problem} onRetry={retry} trans={trans} />}
      {list.folders.length + list.files.length === 0 && list.next === null ? (
        <Empty prefix={folder.prefix} bucket={list.bucket} trans={trans} />
      ) : (
        <FileRows {...props} list={list} namespace={connection.namespace} />
      )}
    </>
  );
}

function Empty(props: {
  prefix: string;
  bucket: string;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { prefix, bucket, trans } = props;
  return (
    <div className="kfl-State" role="status">
      <h3>{prefix === '' ? trans.__('No files yet') : trans.__('This folder is empty')}</h3>
      <p>
        {trans.__(
          'Drop files here, or upload them with the button above. Everything that runs in the project finds them under this address:'
        )}
      </p>
      <pre className="kfl-State-code">{`s3://${bucket}/${prefix}`}</pre>
    </div>
  );
}

function NoBucket({ model, trans, onRetry }: FilesPanelProps & { onRetry: () => void }) {
  return (
    <div className="kfl-State" role="status">
      <h3>
        {model.installing
          ? trans.__('The bucket service is being installed')
          : trans.__('This project has no bucket')}
      </h3>
      <p>
        {model.installing
          ? trans.__('Files can be kept here as soon as it runs. This view changes by itself.')
          : trans.__(
              'The installation has no bucket service, or has not made a bucket for this project yet. An administrator can install one: any service that speaks S3 and the IAM API.'
            )}
      </p>
      <button type="button" className="kfl-Button" onClick={onRetry}>
        {trans.__('Try again')}
      </button>
    </div>
  );
}

/** The files that were dropped; folders are left out, and that is said. */
function filesOf(transfer: DataTransfer, trans: TranslationBundle): File[] {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const files = items.filter(item => !item.webkitGetAsEntry()?.isDirectory);
  if (files.length < items.length) {
    Notification.warning(
      trans.__('Folders cannot be dropped here: open the folder, and drop the files in it.')
    );
  }
  return files.map(item => item.getAsFile()).filter(file => file !== null);
}
