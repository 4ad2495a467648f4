import type { TranslationBundle } from '@jupyterlab/translation';
import type { StepSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { Elapsed, StatePill } from '../components';

/** So many steps of a group are listed, those that failed before the others. */
const ROWS = 100;

/** What is known of a group of steps, such as the turns of a loop, each leading to its own view. */
export function GroupView(props: {
  /** All of them as one. */
  group: StepSummary;
  steps: readonly StepSummary[];
  onOpen: () => void;
  onStep: (id: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { group, steps, onOpen, onStep, trans } = props;
  const failed = steps.filter(({ phase }) => phase === 'Failed');
  const others = steps.filter(({ phase }) => phase !== 'Failed');
  const listed = [...failed, ...others].slice(0, ROWS);
  return (
    <section className="kfl-Step" aria-label={trans.__('Steps of %1', group.name)}>
      <header className="kfl-Step-head">
        <h3>{group.name}</h3>
        <StatePill phase={group.phase} trans={trans} />
        <button type="button" className="kfl-Button" onClick={onOpen}>
          {trans.__('Draw each of them')}
        </button>
      </header>
      <p className="kfl-Step-fact">{group.message}</p>
      <table className="kfl-Step-values kfl-Group">
        <thead>
          <tr>
            <th>{trans.__('Step')}</th>
            <th>{trans.__('State')}</th>
            <th>{trans.__('Time')}</th>
          </tr>
        </thead>
        <tbody>
          {listed.map(({ id, name, phase, startedAt, finishedAt }) => (
            <tr key={id}>
              <td>
                <button type="button" className="kfl-Link" onClick={() => onStep(id)}>
                  {name}
                </button>
              </td>
              <td>
                <StatePill phase={phase} trans={trans} />
              </td>
              <td>
                {startedAt && (
                  <Elapsed startedAt={startedAt} finishedAt={finishedAt} trans={trans} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {steps.length > ROWS && (
        <p className="kfl-Note">{trans.__('and %1 more', steps.length - ROWS)}</p>
      )}
    </section>
  );
}

/** The open groups that a step stands in, each of which can be drawn as one again. */
export function OpenGroups(props: {
  groups: readonly string[];
  onClose: (group: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { groups, onClose, trans } = props;
  return groups.length === 0 ? null : (
    <div className="kfl-Pipeline-buttons">
      {groups.map(group => (
        <button key={group} type="button" className="kfl-Button" onClick={() => onClose(group)}>
          {trans.__('Draw %1 as one', group)}
        </button>
      ))}
    </div>
  );
}
