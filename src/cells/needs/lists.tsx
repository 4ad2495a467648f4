import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { RowList } from '../../components';
import type { FieldState } from './field';
import { BLANK, type ListField } from './fields';

interface ListsProps extends FieldState {
  trans: TranslationBundle;
}

/** What every list does alike. */
function listProps<List extends ListField>(props: ListsProps, list: List) {
  const { fields, wrong, change, leave, trans } = props;
  return {
    items: fields[list],
    blank: BLANK[list],
    problems: (index: number) => {
      const message = wrong[`${list}.${index}`];
      return message === undefined ? [] : [{ message, severity: 'error' as const }];
    },
    onChange: (items: object[]) => change({ [list]: items }),
    onLeave: () => leave(list),
    trans
  };
}

/** The volumes that the step mounts. */
export function Volumes(props: ListsProps & { claims: readonly string[] }): React.JSX.Element {
  const { claims, trans } = props;
  return (
    <RowList
      {...listProps(props, 'volumes')}
      legend={trans.__('Volumes')}
      help={trans.__(
        'Beside the project’s shared volume, which every step has at /home/jovyan/shared.'
      )}
      noun={trans.__('volume')}
      add={trans.__('Add a volume')}
      columns={[
        {
          key: 'claim',
          label: trans.__('Volume'),
          placeholder: trans.__('volume'),
          choices: claims
        },
        { key: 'path', label: trans.__('Folder'), placeholder: trans.__('/data') }
      ]}
    />
  );
}

/** Variables with plain values, and those whose values stand in Secrets. */
export function Variables(props: ListsProps): React.JSX.Element {
  const { trans } = props;
  return (
    <>
      <RowList
        {...listProps(props, 'env')}
        legend={trans.__('Variables')}
        help={trans.__('They stand in the notebook, to be read by everybody who has it.')}
        noun={trans.__('variable')}
        add={trans.__('Add a variable')}
        columns={[
          { key: 'name', label: trans.__('Variable'), placeholder: trans.__('NAME') },
          { key: 'value', label: trans.__('Value'), placeholder: trans.__('value') }
        ]}
      />
      <RowList
        {...listProps(props, 'secrets')}
        legend={trans.__('Variables from Secrets')}
        help={trans.__('The notebook has only the names; the values stay in the project.')}
        noun={trans.__('secret')}
        add={trans.__('Add a secret')}
        columns={[
          { key: 'name', label: trans.__('Secret'), placeholder: trans.__('my-database') },
          { key: 'key', label: trans.__('Key'), placeholder: trans.__('password') },
          { key: 'env', label: trans.__('As variable'), placeholder: trans.__('DB_PASSWORD') }
        ]}
      />
    </>
  );
}

/** On which nodes the step may run. */
export function Nodes(props: ListsProps): React.JSX.Element {
  const { trans } = props;
  return (
    <>
      <RowList
        {...listProps(props, 'nodeSelector')}
        legend={trans.__('Only on nodes with these labels')}
        noun={trans.__('label')}
        add={trans.__('Add a label')}
        columns={[
          { key: 'name', label: trans.__('Label'), placeholder: trans.__('disk') },
          { key: 'value', label: trans.__('Value of the label'), placeholder: trans.__('ssd') }
        ]}
      />
      <RowList
        {...listProps(props, 'tolerations')}
        legend={trans.__('Also on nodes with these taints')}
        help={trans.__('A taint keeps a node for those who ask for it, as one with GPUs.')}
        noun={trans.__('taint')}
        add={trans.__('Add a taint')}
        columns={[
          { key: 'key', label: trans.__('Taint'), placeholder: trans.__('gpu') },
          {
            key: 'operator',
            label: trans.__('Comparison'),
            options: [
              { value: 'Equal', label: trans.__('is') },
              { value: 'Exists', label: trans.__('is there') }
            ]
          },
          { key: 'value', label: trans.__('Value of the taint'), placeholder: trans.__('yes') },
          {
            key: 'effect',
            label: trans.__('Effect'),
            options: [
              { value: '', label: trans.__('any effect') },
              { value: 'NoSchedule', label: trans.__('NoSchedule') },
              { value: 'PreferNoSchedule', label: trans.__('PreferNoSchedule') },
              { value: 'NoExecute', label: trans.__('NoExecute') }
            ]
          }
        ]}
      />
    </>
  );
}
