import type { TranslationBundle } from '@jupyterlab/translation';
import { TRIAL_JOB_KIND } from '@kubeflow-lab/resources';
import * as React from 'react';
import { YamlText } from '../../training/form/yamlText';
import type { SweepModel } from './model';

/** Beside the form: what will come of it, in a sentence and as YAML, which can be changed here too. */
export function SweepSide(props: {
  model: SweepModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const { source } = model;
  const note =
    source.from === 'command'
      ? trans.__(
          'Form and text follow each other. What the form does not show stays as it is here.'
        )
      : source.from === 'pipeline'
        ? trans.__('What the trials run is added when the sweep is made: the run of the pipeline.')
        : trans.__(
            'The code is added when the sweep is made: a ConfigMap, and the command that runs it.'
          );
  return (
    <div className="kfl-Form-side">
      <p className="kfl-SweepForm-plan">{planOf(model, trans)}</p>
      <p className="kfl-Note">{note}</p>
      <YamlText label={trans.__('Sweep in YAML')} model={model} />
    </div>
  );
}

/** What will run, in a sentence. */
function planOf({ search, kind, read, source }: SweepModel, trans: TranslationBundle): string {
  const { trials, parallel, algorithm, metric, type } = search;
  const goal =
    type === 'minimize'
      ? trans.__('the least %1', metric || trans.__('value'))
      : trans.__('the greatest %1', metric || trans.__('value'));
  const replicas = read.fields.replicas.reduce((sum, { count }) => sum + count, 0);
  const what =
    source.from === 'pipeline'
      ? trans.__('a run of the pipeline')
      : kind === TRIAL_JOB_KIND
        ? trans.__('one pod')
        : trans._n('a %2 with one replica', 'a %2 with %1 replicas', replicas, kind.kind);
  return trans.__(
    '%1 trials, %2 at once, each %3; %4 looks for %5.',
    trials || '…',
    parallel || '…',
    what,
    algorithm,
    goal
  );
}
