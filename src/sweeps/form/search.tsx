import type { TranslationBundle } from '@jupyterlab/translation';
import { joinTexts, type SearchFields, splitTexts } from '@kubeflow-lab/resources';
import * as React from 'react';
import { Field, RowList, TextField } from '../../components';
import { problemsOf } from '../../training/form/field';
import { type SweepPartProps, problemsAt } from './part';

/** What counts as good. */
export function ObjectiveFields(props: SweepPartProps): React.JSX.Element {
  const { model, problems, onTouch, trans } = props;
  const { metric, type, goal, additional } = model.search;
  const leave = () => onTouch('objective');
  return (
    <fieldset className="kfl-Form-group">
      <legend>{trans.__('Objective')}</legend>
      <div className="kfl-Form-row">
        <Field label={trans.__('Direction')}>
          {input => (
            <select
              {...input}
              className="kfl-Select"
              value={type}
              onChange={({ target }) => model.changeSearch({ type: target.value })}
            >
              <option value="maximize">{trans.__('maximize')}</option>
              <option value="minimize">{trans.__('minimize')}</option>
            </select>
          )}
        </Field>
        <TextField
          label={trans.__('Metric')}
          placeholder={trans.__('accuracy')}
          problems={problemsAt(problems, 'objective.metric')}
          value={metric}
          onChange={text => model.changeSearch({ metric: text })}
          onLeave={leave}
        />
        <TextField
          label={trans.__('Goal')}
          placeholder={trans.__('none')}
          problems={problemsAt(problems, 'objective.goal')}
          value={goal}
          meaning={text =>
            text.trim() === '' || Number.isNaN(Number(text)) ? text.trim() : String(Number(text))
          }
          onChange={text => model.changeSearch({ goal: text })}
          onLeave={leave}
        />
      </div>
      <p className="kfl-FormField-said">
        {trans.__(
          'A variable that the code leaves behind, or a line NAME=VALUE that it prints. At the goal the sweep ends.'
        )}
      </p>
      <TextField
        label={trans.__('Additional metrics')}
        hint={trans.__(
          'Kept of each trial, with commas between them; the search does not look at them.'
        )}
        placeholder={trans.__('loss, seconds')}
        value={additional}
        meaning={text => joinTexts(splitTexts(text))}
        onChange={text => model.changeSearch({ additional: text })}
        onLeave={leave}
      />
    </fieldset>
  );
}

/** What each algorithm does, in a sentence. */
function algorithms(trans: TranslationBundle): [name: string, sentence: string][] {
  return [
    ['tpe', trans.__('Tries what was good near what was good before. A good first choice.')],
    ['multivariate-tpe', trans.__('As tpe, for parameters that depend on each other.')],
    [
      'bayesianoptimization',
      trans.__('Tries where a model of the result hopes for most. For few, expensive trials.')
    ],
    [
      'cmaes',
      trans.__('Moves a cloud of values to better numbers. For two or more ranges and many trials.')
    ],
    [
      'hyperband',
      trans.__('Gives many values little of a resource, and the best of them more. Name it below.')
    ],
    ['random', trans.__('Tries anything, each value as likely. What others are measured by.')],
    ['sobol', trans.__('Tries anything, spread more evenly than by chance.')],
    ['grid', trans.__('Tries every combination once, and ends. Ranges of fractions need a step.')]
  ];
}

const SETTINGS: Record<string, readonly string[]> = {
  tpe: ['n_startup_trials', 'n_ei_candidates', 'gamma', 'prior_weight', 'random_state'],
  'multivariate-tpe': [
    'n_startup_trials',
    'n_ei_candidates',
    'gamma',
    'prior_weight',
    'random_state'
  ],
  bayesianoptimization: [
    'base_estimator',
    'n_initial_points',
    'acq_func',
    'acq_optimizer',
    'random_state'
  ],
  cmaes: ['sigma', 'random_state'],
  hyperband: ['resource_name', 'r_l', 'eta', 'random_state'],
  random: ['random_state'],
  sobol: ['random_state']
};

/** What chooses the values. */
export function AlgorithmFields(props: SweepPartProps): React.JSX.Element {
  const { model, problems, onTouch, trans } = props;
  const { algorithm, settings, stopEarly } = model.search;
  const known = algorithms(trans);
  const isKnown = known.some(([name]) => name === algorithm);
  return (
    <>
      <Field
        label={trans.__('Algorithm')}
        hint={known.find(([name]) => name === algorithm)?.[1]}
        problems={problemsOf(problems, 'algorithm')}
      >
        {input => (
          <select
            {...input}
            className="kfl-Select"
            value={algorithm}
            onChange={({ target }) => model.changeSearch({ algorithm: target.value })}
          >
            {!isKnown && <option>{algorithm}</option>}
            {known.map(([name]) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </Field>
      {(SETTINGS[algorithm] || settings.length > 0) && (
        <details className="kfl-Form-more" open={settings.length > 0 || undefined}>
          <summary>{trans.__('Settings of the algorithm')}</summary>
          <RowList
            legend=""
            noun={trans.__('setting')}
            items={settings}
            blank={{ name: '', value: '' }}
            add={trans.__('Add a setting')}
            columns={[
              {
                key: 'name',
                label: trans.__('Setting'),
                placeholder: SETTINGS[algorithm]?.[0],
                choices: SETTINGS[algorithm] ?? []
              },
              { key: 'value', label: trans.__('Value'), placeholder: '10' }
            ]}
            problems={() => []}
            onChange={rows => model.changeSearch({ settings: rows })}
            onLeave={() => onTouch('algorithm')}
            trans={trans}
          />
        </details>
      )}
      <label className="kfl-Form-check">
        <input
          type="checkbox"
          checked={stopEarly}
          onChange={({ target }) => model.changeSearch({ stopEarly: target.checked })}
        />
        {trans.__('Stop trials early whose values are worse than the median of the others')}
      </label>
    </>
  );
}

/** How many trials. */
export function BudgetFields(props: SweepPartProps): React.JSX.Element {
  const { model, problems, onTouch, trans } = props;
  const fields = model.search;
  const counts: [keyof SearchFields & ('trials' | 'parallel' | 'failures'), string, string][] = [
    ['trials', 'maxTrials', trans.__('In all')],
    ['parallel', 'parallelTrials', trans.__('At once')],
    ['failures', 'maxFailedTrials', trans.__('Failed ones that end it')]
  ];
  return (
    <fieldset className="kfl-Form-group">
      <legend>{trans.__('Trials')}</legend>
      <div className="kfl-Form-row">
        {counts.map(([field, path, label]) => (
          <TextField
            key={field}
            label={label}
            problems={problemsAt(problems, path)}
            value={fields[field]}
            onChange={text => model.changeSearch({ [field]: text })}
            onLeave={() => onTouch(path)}
          />
        ))}
      </div>
    </fieldset>
  );
}
