import * as React from 'react';
import { Field } from '../../components';
import { CellField, CommandField, FileField } from '../../training/form/code';
import type { OpenNotebook } from '../../training/form/notebooks';
import { type SourceChoice, SourceChoices } from '../../training/form/sourceChoices';
import { type SweepSource, TRIAL_KINDS } from './model';
import type { SweepPartProps } from './part';

/** What each trial runs. */
export function SourceFields(
  props: SweepPartProps & { notebooks: readonly OpenNotebook[] }
): React.JSX.Element {
  const { model, notebooks, trans } = props;
  const { source } = model;
  const [first] = notebooks;
  const cell = first?.cells[0];
  const none = trans.__('Open a notebook with code first.');
  const choices: SourceChoice<SweepSource>[] = [
    {
      from: 'cell',
      label: trans.__('A cell of a notebook'),
      source: cell ? { from: 'cell', path: first.path, cell: cell.id } : null,
      why: none
    },
    {
      from: 'file',
      label: trans.__('A whole notebook or Python file'),
      source: { from: 'file', path: first?.path ?? '' }
    },
    {
      from: 'pipeline',
      label: trans.__('The pipeline of a notebook'),
      source: first ? { from: 'pipeline', path: first.path } : null,
      why: none
    },
    { from: 'command', label: trans.__('A command'), source: { from: 'command' } }
  ];
  return (
    <fieldset className="kfl-Form-group">
      <legend>{trans.__('Each trial runs')}</legend>
      <SourceChoices
        label={trans.__('Each trial runs')}
        choices={choices}
        chosen={source.from}
        onChoose={chosen => model.setSource(chosen)}
      />
      {source.from === 'cell' && <CellField {...props} source={source} />}
      {source.from === 'file' && <FileField {...props} source={source} />}
      {source.from === 'pipeline' && <PipelineField {...props} path={source.path} />}
      {source.from === 'command' && <CommandField {...props} />}
      {source.from !== 'pipeline' && <TrialKindField {...props} />}
    </fieldset>
  );
}

function PipelineField(
  props: SweepPartProps & { notebooks: readonly OpenNotebook[]; path: string }
): React.JSX.Element {
  const { model, notebooks, path, trans } = props;
  const paths = notebooks.map(one => one.path);
  return (
    <Field
      label={trans.__('Notebook')}
      hint={trans.__(
        'Each trial is a run of it with other parameters; a step prints the metric in a cell tagged pipeline-metrics. Its steps say what they run in.'
      )}
    >
      {input => (
        <select
          {...input}
          className="kfl-Select"
          value={path}
          onChange={({ target }) => model.setSource({ from: 'pipeline', path: target.value })}
        >
          {!paths.includes(path) && <option>{path}</option>}
          {paths.map(one => (
            <option key={one}>{one}</option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Whether a trial is one pod or a training job. */
function TrialKindField({ model, trans }: SweepPartProps): React.JSX.Element {
  return (
    <Field label={trans.__('As')}>
      {input => (
        <select
          {...input}
          className="kfl-Select"
          value={model.kind.kind}
          onChange={({ target }) =>
            model.setKind(TRIAL_KINDS.find(({ kind }) => kind === target.value)!)
          }
        >
          {TRIAL_KINDS.map(({ kind, framework }) => (
            <option key={kind} value={kind}>
              {kind === 'Job' ? trans.__('one pod') : `${kind} (${framework})`}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
