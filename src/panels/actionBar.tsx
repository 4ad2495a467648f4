import type { Item } from '@kubeflow-lab/schema';
import * as React from 'react';
import { ProblemError } from '../problem';
import type { IObjectActions, IPlatform } from '../tokens';
import { type ItemAction, type KindDescription, type PanelSummary, refOf } from './kind';

interface ActionBarProps {
  platform: IPlatform;
  actions: IObjectActions;
  kind: KindDescription;
  item: Item<PanelSummary>;
  gone: boolean;
}

/** What can be done with an object. What cannot be done now says why when it is pointed at or pressed. */
export function ActionBar(props: ActionBarProps): React.JSX.Element {
  const { platform } = props;
  const { trans } = platform;
  const [busy, setBusy] = React.useState<string | null>(null);
  const [said, setSaid] = React.useState<string | null>(null);
  const run = async (action: ItemAction) => {
    if (!action.enabled) {
      setSaid(action.reason ?? trans.__('This cannot be done now.'));
      return;
    }
    setBusy(action.id);
    setSaid(null);
    try {
      await action.run();
    } catch (error) {
      setSaid(ProblemError.from(error).message);
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      {actionsOf(props).map(action => (
        <button
          key={action.id}
          type="button"
          className={`kfl-Button${action.warn ? ' kfl-mod-warn' : ''}`}
          title={action.enabled ? undefined : action.reason}
          aria-disabled={!action.enabled || busy !== null}
          aria-description={action.enabled ? undefined : action.reason}
          onClick={() => busy === null && void run(action)}
        >
          {busy === action.id ? trans.__('%1…', action.label.replace(/…$/, '')) : action.label}
        </button>
      ))}
      {said !== null && (
        <span className="kfl-ActionBar-said" role="alert">
          {said}
        </span>
      )}
    </>
  );
}

/** The kind's own actions between those that every object has. */
function actionsOf({ platform, actions, kind, item, gone }: ActionBarProps): ItemAction[] {
  const { trans } = platform;
  const { notebook, phase } = item.summary;
  const all: ItemAction[] = [
    ...(kind.actions?.({ item, platform }) ?? []),
    {
      id: 'notebook',
      label: trans.__('Open notebook'),
      enabled: notebook !== null,
      reason: trans.__('It was not started from a notebook.'),
      run: () => actions.openNotebook(notebook!)
    },
    {
      id: 'delete',
      label: trans.__('Delete'),
      enabled: phase !== 'Deleting',
      reason: trans.__('It is being deleted already.'),
      warn: true,
      run: async () => void (await actions.delete(refOf(kind, item)))
    }
  ];
  const deleted = trans.__('It was deleted.');
  return gone
    ? all.map(action =>
        action.id === 'notebook' ? action : { ...action, enabled: false, reason: deleted }
      )
    : all;
}
