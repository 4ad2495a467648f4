import * as React from 'react';
import { Field } from '../../components';
import { type PartProps, problemsOf } from './field';

/** How many replicas of each role. */
export function ReplicaFields(props: PartProps): React.JSX.Element {
  const { model, problems, onTouch, trans } = props;
  const { replicas } = model.read.fields;
  const { leaders } = model.kind;
  return (
    <fieldset className="kfl-Form-group">
      <legend>{trans.__('Replicas')}</legend>
      <div className="kfl-Form-row">
        {replicas.map(({ role, count }) => (
          <Field key={role} label={role} problems={problemsOf(problems, `replicas.${role}`)}>
            {input => (
              <input
                {...input}
                className="kfl-Filter"
                type="number"
                min={0}
                max={leaders.includes(role) ? 1 : 1000}
                value={count}
                onChange={({ target }) =>
                  model.change({
                    replicas: replicas.map(one =>
                      one.role === role ? { role, count: countIn(target.value) } : one
                    )
                  })
                }
                onBlur={() => onTouch('replicas')}
              />
            )}
          </Field>
        ))}
      </div>
      {problems
        .filter(({ path }) => path === 'replicas')
        .map(({ message, severity }) => (
          <p key={message} className={`kfl-FormField-said kfl-mod-problem kfl-mod-${severity}`}>
            {message}
          </p>
        ))}
    </fieldset>
  );
}

/** A number of replicas; what is none is 0. */
function countIn(text: string): number {
  const count = Math.floor(Number(text));
  return count > 0 ? Math.min(count, 1000) : 0;
}
