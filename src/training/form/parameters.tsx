import type { JobProblem } from '@kubeflow-lab/resources';
import * as React from 'react';
import { RowList } from '../../components';
import { type PartProps, problemsOf } from './field';
import type { FormModel } from './model';

/** A variable of the code, and its value as it is typed. */
export interface ParameterRow {
  name: string;
  value: string;
}

/** What is wrong with parameters: each has to be another variable. */
export function parameterProblems(rows: readonly ParameterRow[]): JobProblem[] {
  return rows.flatMap(({ name }, index): JobProblem[] => {
    const path = `parameters.${index}`;
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      const message = `"${name.slice(0, 80)}" cannot be a variable of the code.`;
      return [{ path, message, severity: 'error' }];
    }
    return rows.findIndex(one => one.name === name) < index
      ? [{ path, message: `${name} is named twice.`, severity: 'error' }]
      : [];
  });
}

/** Values for variables of the code, which win over those in its parameters cell. */
export function ParameterFields(props: PartProps<FormModel>): React.JSX.Element {
  const { model, problems, onTouch, trans } = props;
  return (
    <RowList
      legend={trans.__('Parameters')}
      help={trans.__('Set before the code runs; they win over the values in its parameters cell.')}
      noun={trans.__('parameter')}
      items={model.parameters}
      blank={{ name: '', value: '' }}
      add={trans.__('Add a parameter')}
      columns={[
        { key: 'name', label: trans.__('Parameter'), placeholder: trans.__('lr') },
        { key: 'value', label: trans.__('Value'), placeholder: '0.01' }
      ]}
      problems={index => problemsOf(problems, `parameters.${index}`)}
      onChange={rows => (model.parameters = rows)}
      onLeave={() => onTouch('parameters')}
      trans={trans}
    />
  );
}
