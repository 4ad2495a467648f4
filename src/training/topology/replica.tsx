import type { TranslationBundle } from '@jupyterlab/translation';
import {
  type ReplicaId,
  type TopologyRole,
  type TrainingJob,
  type TrainingJobKind,
  type Variable,
  viewReplica
} from '@kubeflow-lab/resources';
import * as React from 'react';

interface ReplicaDetailsProps {
  job: TrainingJob;
  kind: TrainingJobKind;
  roles: readonly TopologyRole[];
  selected: ReplicaId;
  onSelect: (replica: ReplicaId) => void;
  trans: TranslationBundle;
}

/** So many replicas of a role can be chosen; the number comes from anybody's object. */
const CHOICES_MAX = 500;

/** One replica: its address, and the variables that the operator will give it. */
export function ReplicaDetails(props: ReplicaDetailsProps): React.JSX.Element {
  const { job, kind, roles, selected, onSelect, trans } = props;
  const { name, address, environment } = viewReplica(job, kind, selected);
  const value = `${selected.role}/${selected.index}`;
  return (
    <section className="kfl-Topology-replica" aria-label={trans.__('What a replica will find')}>
      <label className="kfl-Topology-choice">
        <span>{trans.__('Replica')}</span>
        <select
          className="kfl-Select"
          value={value}
          onChange={({ target }) => {
            const [role, index] = target.value.split('/');
            onSelect({ role, index: Number(index) });
          }}
        >
          {roles.map(({ role, count }) => (
            <optgroup key={role} label={role}>
              {Array.from({ length: Math.min(count, CHOICES_MAX) }, (_, index) => (
                <option key={index} value={`${role}/${index}`}>
                  {viewName(job, role, index)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <p className="kfl-Topology-address">
        {trans.__('The others reach %1 at %2.', name, address)}
      </p>
      {environment.length === 0 ? (
        <p className="kfl-Note">
          {trans.__('The operator tells it nothing: it is alone, or only lends itself.')}
        </p>
      ) : (
        <dl className="kfl-Topology-variables">
          {environment.map(variable => (
            <React.Fragment key={variable.name}>
              <dt>{variable.name}</dt>
              <dd>{readable(variable)}</dd>
            </React.Fragment>
          ))}
        </dl>
      )}
    </section>
  );
}

function viewName(job: TrainingJob, role: string, index: number): string {
  return `${job.metadata?.name ?? ''} · ${role.toLowerCase()} ${index}`;
}

/** TF_CONFIG is JSON in one line; a person reads it in several. */
function readable({ name, value }: Variable): string {
  return name === 'TF_CONFIG' ? JSON.stringify(JSON.parse(value), null, 2) : value;
}
