import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { CopyButton } from '../components';
import type { Engine } from './engine';
import { STARTER } from './starter';

/** What the panel shows without a server: what that means, and what to set. */
export function NotConnected(props: {
  message: string;
  onRetry: () => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { message, onRetry, trans } = props;
  return (
    <div className="kfl-State" role="status">
      <h3>{trans.__('Not connected')}</h3>
      <p>{message}</p>
      <p>{trans.__('Everything else in JupyterLab works as usual.')}</p>
      <button type="button" className="kfl-Button" onClick={onRetry}>
        {trans.__('Try again')}
      </button>
    </div>
  );
}

/** What the panel shows while the cluster cannot run training jobs. */
export function EngineState(props: {
  engine: Exclude<Engine, { state: 'ready' }>;
  onRetry: () => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { engine, onRetry, trans } = props;
  return (
    <div className="kfl-State" role="status">
      <h3>{headOf(engine, trans)}</h3>
      <p>{bodyOf(engine, trans)}</p>
      {'message' in engine && engine.message && (
        <p className="kfl-State-detail">{engine.message}</p>
      )}
      {engine.state === 'missing' && (
        <button type="button" className="kfl-Button" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}

function headOf(engine: Engine, trans: TranslationBundle): string {
  return engine.state === 'installing'
    ? trans.__('TFJob is being installed')
    : engine.state === 'failed'
      ? trans.__('TFJob could not be installed')
      : trans.__('TFJob is not installed');
}

function bodyOf(engine: Engine, trans: TranslationBundle): string {
  return engine.state === 'installing'
    ? trans.__(
        'Training jobs can be started as soon as the training-operator runs. This view changes by itself.'
      )
    : engine.state === 'failed'
      ? trans.__('An administrator has to look at the installation of the training-operator.')
      : trans.__(
          'This cluster does not know TFJob objects. An administrator has to install the Kubeflow training-operator (version 1.9), which runs them.'
        );
}

/** What the panel shows without jobs: how to start one. */
export function EmptyState(props: {
  onInsert: () => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { onInsert, trans } = props;
  return (
    <div className="kfl-State">
      <h3>{trans.__('No training jobs yet')}</h3>
      <p>
        {trans.__(
          'A cell that begins with %1 runs on the cluster, in as many replicas as you say. Try this one:',
          '%%tfjob'
        )}
      </p>
      <pre className="kfl-State-code" tabIndex={0}>
        {STARTER}
      </pre>
      <div className="kfl-State-actions">
        <button type="button" className="kfl-Button kfl-mod-main" onClick={onInsert}>
          {trans.__('Insert into notebook')}
        </button>
        <CopyButton label={trans.__('Copy')} text={() => STARTER} trans={trans} />
      </div>
    </div>
  );
}
