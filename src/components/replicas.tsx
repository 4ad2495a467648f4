import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReplicaSummary } from '@kubeflow-lab/schema';
import * as React from 'react';
import { shortReplica } from './format';
import { lookOf } from './phase';
import { replicaStyle } from './series';
import { StateIcon } from './state';

interface ReplicasProps {
  job: string;
  replicas: readonly ReplicaSummary[];
  trans: TranslationBundle;
  /** With it each replica is a button that shows only its log lines, or all again where it is `selected`. */
  onSelect?: (replica: string | null) => void;
  selected?: string | null;
  /** What else there is to say of a replica. */
  below?: (replica: ReplicaSummary) => React.ReactNode;
}

/** The replicas of a job, each with its state and what is wrong with it; its colour is that of its log lines. */
export function Replicas(props: ReplicasProps): React.JSX.Element {
  const { replicas, job, trans, onSelect, selected, below } = props;
  return (
    <ul className="kfl-Replicas" aria-label={trans.__('Replicas')} tabIndex={0}>
      {replicas.map((replica, index) => (
        <li key={replica.name} style={replicaStyle(index)}>
          {onSelect ? (
            <button
              type="button"
              className="kfl-Replica"
              aria-pressed={selected === undefined ? undefined : selected === replica.name}
              title={trans.__('Show only the log of %1', replica.name)}
              onClick={() => onSelect(selected === replica.name ? null : replica.name)}
            >
              <Replica replica={replica} job={job} trans={trans} />
              {below?.(replica)}
            </button>
          ) : (
            <div className="kfl-Replica" title={replica.name}>
              <Replica replica={replica} job={job} trans={trans} />
              {below?.(replica)}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Replica(props: {
  replica: ReplicaSummary;
  job: string;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { replica, job, trans } = props;
  const facts = factsOf(replica, trans);
  return (
    <>
      <span className="kfl-Replica-head">
        <StateIcon phase={replica.phase} trans={trans} />
        <span className="kfl-Replica-name">{shortReplica(replica.name, job)}</span>
        <span className="kfl-Replica-phase">{lookOf(replica.phase, trans).word}</span>
      </span>
      {facts.length > 0 && <span className="kfl-Replica-facts">{facts.join(' · ')}</span>}
    </>
  );
}

/** What is worth saying of a replica beside its phase. */
function factsOf(replica: ReplicaSummary, trans: TranslationBundle): string[] {
  const calm = replica.phase === 'Running' || replica.phase === 'Succeeded';
  return [
    calm ? '' : replica.message,
    replica.exitCode ? trans.__('exit code %1', replica.exitCode) : '',
    replica.restarts > 0
      ? trans._n('%1 restart', '%1 restarts', replica.restarts, replica.restarts)
      : ''
  ].filter(fact => fact !== '');
}
