import type { JobFields } from '@kubeflow-lab/resources';
import * as React from 'react';
import { RowList } from '../../components';
import { type PartProps, problemsOf } from './field';

/** What every list of a job does alike: the model keeps the rows, and problems name them by their place. */
function rowsOf(props: PartProps, field: 'env' | 'volumes') {
  const { model, problems, onTouch, trans } = props;
  return {
    problems: (index: number) => problemsOf(problems, `${field}.${index}`),
    onChange: (rows: readonly object[]) =>
      model.change({ [field]: rows } as unknown as Partial<JobFields>),
    onLeave: () => onTouch(field),
    trans
  };
}

/** The volumes that every replica mounts. */
export function VolumeFields(props: PartProps): React.JSX.Element {
  const { model, trans } = props;
  return (
    <RowList
      {...rowsOf(props, 'volumes')}
      legend={trans.__('Volumes')}
      noun={trans.__('volume')}
      items={model.read.fields.volumes}
      blank={{ claim: '', path: '' }}
      add={trans.__('Add a volume')}
      columns={[
        {
          key: 'claim',
          label: trans.__('Volume'),
          placeholder: trans.__('shared'),
          choices: (model.surroundings.claims ?? []).map(({ name }) => name)
        },
        { key: 'path', label: trans.__('Folder'), placeholder: trans.__('/home/jovyan/data') }
      ]}
    />
  );
}

/** Variables with plain values; what is secret belongs into a Secret, by YAML. */
export function VariableFields(props: PartProps): React.JSX.Element {
  const { model, trans } = props;
  return (
    <RowList
      {...rowsOf(props, 'env')}
      legend={trans.__('Variables')}
      noun={trans.__('variable')}
      items={model.read.fields.env}
      blank={{ name: '', value: '' }}
      add={trans.__('Add a variable')}
      columns={[
        { key: 'name', label: trans.__('Variable'), placeholder: trans.__('NAME') },
        { key: 'value', label: trans.__('Value'), placeholder: trans.__('value') }
      ]}
    />
  );
}
