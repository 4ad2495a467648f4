import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Engine } from './engine';
import type { KindDescription } from './kind';
import type { PanelModel } from './model';

/** What a panel shows without a server: what that means, and what to set. */
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

interface EngineStateProps {
  model: PanelModel;
  /** Those that the cluster cannot run. */
  kinds: readonly KindDescription[];
  onRetry: () => void;
  trans: TranslationBundle;
}

/** What a panel shows while the cluster can run none of its kinds. */
export function EngineState(props: EngineStateProps): React.JSX.Element {
  const { model, onRetry, trans } = props;
  const groups = byEngine(model, props.kinds);
  return (
    <div className="kfl-State" role="status">
      {groups.map(group => (
        <React.Fragment key={group.name}>
          <h3>{headOf(group, trans)}</h3>
          <Explanation {...{ group, trans }} />
        </React.Fragment>
      ))}
      {groups.some(({ engine }) => engine.state === 'missing') && (
        <button type="button" className="kfl-Button" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}

/** A line below the list for each engine that runs kinds of the panel and is not there. */
export function EngineNotes(props: Omit<EngineStateProps, 'onRetry'>): React.JSX.Element | null {
  const { model, kinds, trans } = props;
  if (kinds.length === 0) {
    return null;
  }
  return (
    <div className="kfl-Panel-missing">
      {byEngine(model, kinds).map(group => (
        <details key={group.name}>
          <summary>{headOf(group, trans)}</summary>
          <Explanation {...{ group, trans }} />
        </details>
      ))}
    </div>
  );
}

/** Kinds that one engine runs, and that are missing together. */
interface Group {
  name: string;
  engine: Engine;
  kinds: KindDescription[];
}

function byEngine(model: PanelModel, kinds: readonly KindDescription[]): Group[] {
  const groups = new Map<string, Group>();
  for (const kind of kinds) {
    const engine = model.engine(kind);
    const name = `${kind.engine.addon} ${engine.state}`;
    const group = groups.get(name) ?? { name, engine, kinds: [] };
    group.kinds.push(kind);
    groups.set(name, group);
  }
  return [...groups.values()];
}

function headOf({ engine, kinds }: Group, trans: TranslationBundle): string {
  const names = kinds.map(({ kind }) => kind).join(', ');
  switch (engine.state) {
    case 'installing':
      return trans.__('%1: being installed', names);
    case 'failed':
      return trans.__('%1: could not be installed', names);
    default:
      return trans.__('%1: not installed', names);
  }
}

/** What a group of kinds waits for, and what is said of its installation at the moment. */
function Explanation(props: { group: Group; trans: TranslationBundle }): React.JSX.Element {
  const { group, trans } = props;
  const { engine } = group;
  return (
    <>
      <p>{bodyOf(group, trans)}</p>
      {'message' in engine && engine.message && (
        <p className="kfl-State-detail">{engine.message}</p>
      )}
    </>
  );
}

function bodyOf({ engine, kinds }: Group, trans: TranslationBundle): string {
  const { name, missing } = kinds[0].engine;
  switch (engine.state) {
    case 'installing':
      return trans.__('They can be started as soon as %1 runs. This view changes by itself.', name);
    case 'failed':
      return trans.__('An administrator has to look at the installation of %1.', name);
    default:
      return missing;
  }
}
