import { findRuntime, readRuntime } from '@kubeflow-lab/resources';
import type { TrainingRuntimeItem } from '@kubeflow-lab/schema';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { Field } from '../../components';
import { type PartProps, problemsOf } from './field';
import type { FormModel } from './model';

/** What a TrainJob runs in, of what the cluster and the project have. */
export function RuntimeField(props: PartProps<FormModel>): React.JSX.Element {
  const { model, problems, onTouch, trans } = props;
  const ref = readRuntime(model.job);
  const items = model.surroundings.trainer?.items ?? [];
  const found = findRuntime(items, ref);
  return (
    <Field
      label={trans.__('Runtime')}
      problems={problemsOf(problems, 'runtime')}
      hint={found ? describe(found, trans) : undefined}
    >
      {input => (
        <select
          {...input}
          className="kfl-Select"
          value={`${ref.kind}/${ref.name}`}
          onChange={({ target }) => {
            const chosen = items.find(item => keyOf(item) === target.value);
            if (chosen) {
              model.changeRuntime({ kind: chosen.kind, name: chosen.name });
            }
          }}
          onBlur={() => onTouch('runtime')}
        >
          {!found && <option value={`${ref.kind}/${ref.name}`}>{ref.name}</option>}
          {items.map(item => (
            <option key={keyOf(item)} value={keyOf(item)}>
              {item.kind === 'TrainingRuntime'
                ? trans.__('%1 (of this project)', item.name)
                : item.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

const keyOf = ({ kind, name }: TrainingRuntimeItem) => `${kind}/${name}`;

/** One sentence: what the pods of a runtime are prepared for. */
function describe(runtime: TrainingRuntimeItem, trans: TranslationBundle): string {
  const { framework, processes } = runtime;
  switch (framework) {
    case 'torch':
      return Number(processes) >= 1
        ? trans._n(
            'PyTorch: torchrun starts code as one process in each node.',
            'PyTorch: torchrun starts code as %1 processes in each node.',
            Number(processes),
            Number(processes)
          )
        : trans.__('PyTorch: torchrun starts code in each node.');
    case 'mpi':
      return trans.__('MPI: mpirun starts the processes; it needs a command.');
    case 'plain':
      return trans.__('Plain pods: each runs the program, and is told nothing of the others.');
    default:
      return trans.__('Nodes that are prepared for %1.', framework);
  }
}
