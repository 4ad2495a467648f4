import { joinWords, splitWords } from '@kubeflow-lab/resources';
import * as React from 'react';
import { Field } from '../../components';
import { type PartProps, problemsOf } from './field';
import type { CodeSource, FormModel } from './model';
import type { OpenNotebook } from './notebooks';
import { type SourceChoice, SourceChoices } from './sourceChoices';

/** Where the code comes from, and which. */
export function CodeFields(
  props: PartProps<FormModel> & { notebooks: readonly OpenNotebook[] }
): React.JSX.Element {
  const { model, notebooks, trans } = props;
  const { kind, source, earlier } = model;
  const firstCell = notebooks.flatMap(({ path, cells }) =>
    cells.slice(0, 1).map(({ id }) => ({ path, cell: id }))
  )[0];
  const python = kind.images !== null ? kind.framework : null;
  const choices: SourceChoice<CodeSource>[] = [
    ...(earlier && model.earlierHasCode
      ? [
          {
            from: 'job' as const,
            label: trans.__('The code of %1', earlier.ref.name),
            source: { from: 'job' as const, job: earlier.ref }
          }
        ]
      : []),
    {
      from: 'cell',
      label: trans.__('A cell of a notebook'),
      source: firstCell ? { from: 'cell', ...firstCell } : null,
      why: trans.__('Open a notebook with code first.')
    },
    {
      from: 'file',
      label: trans.__('A Python file or notebook'),
      source: { from: 'file', path: '' }
    },
    { from: 'command', label: trans.__('A command'), source: { from: 'command' } }
  ];
  return (
    <fieldset className="kfl-Form-group">
      <legend>{trans.__('Code')}</legend>
      <SourceChoices
        label={trans.__('Code')}
        choices={choices}
        chosen={source.from}
        onChoose={chosen => model.setSource(chosen)}
      />
      {source.from === 'cell' && <CellField {...props} source={source} />}
      {source.from === 'file' && <FileField {...props} source={source} />}
      {source.from === 'command' && <CommandField {...props} />}
      {source.from !== 'command' && python !== null && (
        <p className="kfl-Note">{trans.__('It runs in the Python of the image.')}</p>
      )}
    </fieldset>
  );
}

/** Which cell of the open notebooks. */
export function CellField(
  props: PartProps & {
    notebooks: readonly OpenNotebook[];
    source: Extract<CodeSource, { from: 'cell' }>;
  }
): React.JSX.Element {
  const { model, notebooks, source, trans } = props;
  const chosen = JSON.stringify([source.path, source.cell]);
  const isOpen = notebooks.some(
    ({ path, cells }) => path === source.path && cells.some(({ id }) => id === source.cell)
  );
  return (
    <Field
      label={trans.__('Cell')}
      hint={trans.__('Cells tagged imports, functions and parameters, and modules travel along.')}
      problems={[]}
    >
      {input => (
        <select
          {...input}
          className="kfl-Select"
          value={chosen}
          onChange={({ target }) => {
            const [path, cell] = JSON.parse(target.value) as [string, string];
            model.setSource({ from: 'cell', path, cell });
          }}
        >
          {!isOpen && (
            <option value={chosen}>{trans.__('A cell that is not there any more')}</option>
          )}
          {notebooks.map(({ path, cells }) => (
            <optgroup key={path} label={path}>
              {cells.map(({ id, title }) => (
                <option key={id} value={JSON.stringify([path, id])}>
                  {title}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Which file of the home folder. */
export function FileField(
  props: PartProps & { source: Extract<CodeSource, { from: 'file' }> }
): React.JSX.Element {
  const { model, problems, source, onTouch, trans } = props;
  return (
    <Field
      label={trans.__('File')}
      hint={trans.__(
        'A Python file or a notebook from the home folder of this server; modules beside it travel along.'
      )}
      problems={problemsOf(problems, 'file')}
    >
      {input => (
        <input
          {...input}
          className="kfl-Filter"
          spellCheck={false}
          placeholder={trans.__('project/train.py')}
          value={source.path}
          onChange={({ target }) => model.setSource({ from: 'file', path: target.value })}
          onBlur={() => onTouch('file')}
        />
      )}
    </Field>
  );
}

/** The command as one line of words. What is typed stays as it is until it means something else. */
export function CommandField(props: PartProps): React.JSX.Element {
  const { model, problems, onTouch, trans } = props;
  const { command } = model.read.fields;
  const [typed, setTyped] = React.useState(() => joinWords(command));
  const meant = splitWords(typed);
  const same = meant !== null && JSON.stringify(meant) === JSON.stringify(command);
  const line = same || meant === null ? typed : joinWords(command);
  const open =
    meant === null
      ? [
          {
            path: 'command',
            severity: 'error' as const,
            message: trans.__('A quote is not closed.')
          }
        ]
      : [];
  return (
    <Field
      label={trans.__('Command')}
      hint={trans.__('Words and quotes; no shell reads it.')}
      problems={[...open, ...problemsOf(problems, 'command')]}
    >
      {input => (
        <input
          {...input}
          className="kfl-Filter kfl-mod-code"
          spellCheck={false}
          placeholder={trans.__('python train.py --epochs 5')}
          value={line}
          onChange={({ target }) => {
            setTyped(target.value);
            const words = splitWords(target.value);
            if (words !== null) {
              model.change({ command: words });
            }
          }}
          onBlur={() => onTouch('command')}
        />
      )}
    </Field>
  );
}
