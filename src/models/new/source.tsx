import type { TranslationBundle } from '@jupyterlab/translation';
import type { Feed } from '@kubeflow-lab/live';
import { offeredFormats } from '@kubeflow-lab/resources';
import type { ServingRuntimeItem } from '@kubeflow-lab/schema';
import * as React from 'react';

import { formatAge } from '../../components';
import { Field, type FieldState, Row } from './field';
import { EXAMPLES } from './form';
import { FromFunction, FromVariable } from './fromNotebook';
import type { ModelNotebook } from './notebook';
import { type RunChoice, className, serviceName } from './outputs';
import { servedBy } from './runtimes';
import type { Known } from './value';

interface SourceProps extends FieldState {
  runs: readonly RunChoice[];
  feed: Feed;
  known: Known | null;
  notebook: ModelNotebook | null;
  /** What serves models here; null while nobody knows. */
  runtimes: readonly ServingRuntimeItem[] | null;
  trans: TranslationBundle;
}

/** Where the model comes from. */
export function Source(props: SourceProps): React.JSX.Element {
  const { fields, change, trans } = props;
  const group = React.useId();
  const Chosen = SOURCES[fields.source];
  const choices = [
    ['run', trans.__('What a run has stored')],
    ['address', trans.__('A folder or another address')],
    ['variable', trans.__('A variable of the notebook')],
    ['function', trans.__('A function of a cell')]
  ] as const;
  return (
    <fieldset className="kfl-NewModel-source">
      <legend>{trans.__('The model')}</legend>
      <div className="kfl-NewModel-choices">
        {choices.map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name={group}
              checked={fields.source === value}
              onChange={() => change({ source: value })}
            />
            {label}
          </label>
        ))}
      </div>
      <Chosen {...props} />
    </fieldset>
  );
}

const SOURCES = {
  run: FromRun,
  address: FromAddress,
  variable: FromVariable,
  function: FromFunction
};

function FromRun(props: SourceProps): React.JSX.Element {
  const { fields, wrong, change, runs, feed, known, trans } = props;
  const field = { fields, wrong, change };
  if (runs.length === 0) {
    return (
      <p
        className={wrong.run === undefined ? 'kfl-ModelField-note' : 'kfl-ModelField-wrong'}
        role={wrong.run === undefined ? 'status' : 'alert'}
      >
        {feed.problem?.detail ??
          (feed.loaded
            ? trans.__('No run of the project has stored anything yet. Run a pipeline first.')
            : trans.__('Loading…'))}
      </p>
    );
  }
  const outputs = runs.find(({ name }) => name === fields.run)?.outputs ?? [];
  const choose = (changed: Partial<typeof fields>) => {
    const variable = (changed.output ?? '').split('/').at(-1) ?? '';
    const named = fields.name === serviceName(fields.output.split('/').at(-1) ?? '');
    change({ ...changed, sample: '', ...(named ? { name: serviceName(variable) } : {}) });
  };
  return (
    <Row>
      <Field
        {...field}
        change={({ run = '' }) => {
          const [first] = runs.find(({ name }) => name === run)?.outputs ?? [];
          choose({ run, output: first ? `${first.step}/${first.name}` : '' });
        }}
        name="run"
        label={trans.__('Run')}
        placeholder={trans.__('Choose a run')}
        options={withChosen(
          fields.run,
          runs.map(({ name, createdAt }) => ({
            value: name,
            label: `${name} · ${ageOf(createdAt, trans)}`
          }))
        )}
      />
      <Field
        {...field}
        change={choose}
        name="output"
        label={trans.__('Value')}
        placeholder={trans.__('Choose a value')}
        options={withChosen(
          fields.output,
          outputs.map(({ step, name, type }) => ({
            value: `${step}/${name}`,
            label: `${step} / ${name} · ${className(type)}`
          }))
        )}
        wrong={known?.state === 'refused' ? { output: known.sentence, ...wrong } : wrong}
        note={known?.state === 'served' ? known.text : known && trans.__('Loading…')}
      />
    </Row>
  );
}

/** What was chosen stays chosen, also when the run is gone: the form then says so. */
function withChosen(chosen: string, options: { value: string; label: string }[]) {
  return chosen === '' || options.some(({ value }) => value === chosen)
    ? options
    : [{ value: chosen, label: chosen }, ...options];
}

function ageOf(createdAt: string, trans: TranslationBundle): string {
  const age = Date.now() - Date.parse(createdAt);
  return age < 60_000 ? trans.__('just now') : trans.__('%1 ago', formatAge(age, trans));
}

function FromAddress(props: SourceProps): React.JSX.Element {
  const { fields, wrong, change, runtimes, trans } = props;
  const field = { fields, wrong, change };
  const format = fields.format.trim();
  return (
    <Row>
      <Field
        {...field}
        name="storageUri"
        label={trans.__('Address')}
        placeholder={EXAMPLES.storageUri}
        note={trans.__('A folder of the bucket with one model.joblib, or pvc://claim/folder.')}
      />
      <Field
        {...field}
        name="format"
        label={trans.__('Format')}
        placeholder={EXAMPLES.format}
        suggestions={runtimes === null ? [] : offeredFormats(runtimes)}
        note={
          runtimes === null || format === ''
            ? trans.__('As the runtimes of the cluster name it.')
            : servedBy(runtimes, format, trans)
        }
      />
    </Row>
  );
}
