import { CLEAN_POD_POLICIES, type JobPolicy, readPolicy } from '@kubeflow-lab/resources';
import * as React from 'react';
import { Field, TextField } from '../../components';
import { type PartProps, problemsOf } from './field';
import type { FormModel } from './model';

/** How the job is run: its end, its place in queues, its pods afterwards. Folded away while nothing of it is wrong. */
export function PolicyFields(props: PartProps<FormModel>): React.JSX.Element {
  const { model, problems, trans } = props;
  const wrong = problems.some(({ path }) => path.startsWith('policy.'));
  return (
    <details className="kfl-Form-more" open={wrong || undefined}>
      <summary>{model.kind.trainer ? trans.__('Queue') : trans.__('Queue, priority, end')}</summary>
      <div className="kfl-Form-row">
        <PolicyInput
          {...props}
          field="queue"
          label={trans.__('Queue of Kueue')}
          placeholder={trans.__('team-queue')}
          hint={trans.__('A LocalQueue of the project: it begins when there is room.')}
        />
        {!model.kind.trainer && (
          <PolicyInput
            {...props}
            field="priority"
            label={trans.__('Priority class')}
            placeholder={trans.__('high')}
          />
        )}
      </div>
      {!model.kind.trainer && <EndFields {...props} />}
    </details>
  );
}

/** What the training operator does with a job besides running it; of a TrainJob that is its runtime's. */
function EndFields(props: PartProps<FormModel>): React.JSX.Element {
  const { model, problems, trans } = props;
  const policy = readPolicy(model.job, model.kind);
  const cleaning: Record<string, string> = {
    None: trans.__('stay, with their logs'),
    Running: trans.__('are deleted where they still run'),
    All: trans.__('are deleted, and their logs with them')
  };
  return (
    <>
      <div className="kfl-Form-row">
        <PolicyInput
          {...props}
          field="gang"
          label={trans.__('Begin only with')}
          placeholder={trans.__('all replicas at once')}
          hint={trans.__(
            'So many replicas fit, or none begins. Needs Volcano or the scheduler-plugins.'
          )}
        />
        <PolicyInput
          {...props}
          field="gangQueue"
          label={trans.__('Queue of Volcano')}
          placeholder={trans.__('default')}
        />
      </div>
      <div className="kfl-Form-row">
        <PolicyInput
          {...props}
          field="retries"
          label={trans.__('Retries')}
          placeholder={trans.__('as the operator')}
        />
        <PolicyInput
          {...props}
          field="deadline"
          label={trans.__('Longest time (s)')}
          placeholder={trans.__('no limit')}
        />
        <PolicyInput
          {...props}
          field="ttl"
          label={trans.__('Delete it after (s)')}
          placeholder={trans.__('never')}
        />
      </div>
      <Field
        label={trans.__('When it has ended, its pods')}
        problems={problemsOf(problems, 'policy.cleanPods')}
      >
        {input => (
          <select
            {...input}
            className="kfl-Select"
            value={policy.cleanPods || 'None'}
            onChange={({ target }) => model.changePolicy({ cleanPods: target.value })}
          >
            {CLEAN_POD_POLICIES.map(choice => (
              <option key={choice} value={choice}>
                {cleaning[choice]}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}

function PolicyInput(
  props: PartProps<FormModel> & {
    field: keyof JobPolicy;
    label: string;
    placeholder: string;
    hint?: string;
  }
): React.JSX.Element {
  const { model, field, label, placeholder, hint, problems, onTouch } = props;
  const policy = readPolicy(model.job, model.kind);
  return (
    <TextField
      {...{ label, hint, placeholder }}
      problems={problemsOf(problems, `policy.${field}`)}
      value={policy[field]}
      onChange={text => model.changePolicy({ [field]: text })}
      onLeave={() => onTouch('policy')}
    />
  );
}
