import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { PipelineNames } from './check';
import { Choice, TextInput, type FieldState } from './field';

/** When and how often the step runs: its condition, its loop, or that it runs at the end. */
export function TurnFields(
  props: FieldState & { pipeline: PipelineNames; trans: TranslationBundle }
): React.JSX.Element {
  const { fields, pipeline, trans } = props;
  const { turn } = fields;
  const named = (names: readonly string[], none: string) => [
    { value: '', label: none },
    ...names.map(name => ({ value: name, label: name }))
  ];
  const texts = pipeline.parameters.filter(({ type }) => type === 'str').map(({ name }) => name);
  return (
    <>
      <Choice
        {...props}
        name="turn"
        label={trans.__('Runs')}
        options={[
          { value: 'once', label: trans.__('once') },
          { value: 'items', label: trans.__('once for each of some values of a parameter') },
          { value: 'from', label: trans.__('once for each value of a list in a parameter') },
          { value: 'exit', label: trans.__('at the end, however the other steps ended') }
        ]}
      />
      {(turn === 'items' || turn === 'from') && (
        <div className="kfl-Form-row">
          <Choice
            {...props}
            name="over"
            label={trans.__('Parameter')}
            help={pipeline.used.length === 0 ? trans.__('The step uses no parameter.') : undefined}
            options={named(pipeline.used, trans.__('choose one'))}
          />
          {turn === 'items' ? (
            <TextInput
              {...props}
              name="items"
              label={trans.__('Values')}
              placeholder={trans.__('10, 100')}
              help={trans.__('Between commas, or as a JSON list.')}
            />
          ) : (
            <Choice
              {...props}
              name="from"
              label={trans.__('List')}
              help={trans.__('A parameter whose text is a JSON list, as [10, 100].')}
              options={named(texts, trans.__('choose one'))}
            />
          )}
        </div>
      )}
      {turn !== 'exit' && (
        <TextInput
          {...props}
          name="when"
          label={trans.__('Only if')}
          placeholder={trans.__('always')}
          help={trans.__(
            'A comparison of parameters, as %1; where it is not true, the step is left out.',
            'trees > 10 and kind == "forest"'
          )}
        />
      )}
    </>
  );
}
