import type { TranslationBundle } from '@jupyterlab/translation';
import { parameterValue, type Parameter, type ParameterType } from '@kubeflow-lab/compiler';
import * as React from 'react';

interface ParametersProps {
  parameters: readonly Parameter[];
  /** What was typed for a parameter; undefined where it keeps its default. */
  typed: (name: string) => string | undefined;
  onChange: (name: string, value: string) => void;
  trans: TranslationBundle;
}

/** The parameters of a pipeline as a form: a field each, of its type. */
export function ParameterFields(props: ParametersProps): React.JSX.Element | null {
  const { parameters, typed, onChange, trans } = props;
  return parameters.length === 0 ? null : (
    <div className="kfl-Pipeline-parameters" role="group" aria-label={trans.__('Parameters')}>
      {parameters.map(parameter => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={typed(parameter.name)}
          onChange={value => onChange(parameter.name, value)}
          trans={trans}
        />
      ))}
    </div>
  );
}

function ParameterField(props: {
  parameter: Parameter;
  value: string | undefined;
  onChange: (value: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { parameter, onChange, trans } = props;
  const { name, type } = parameter;
  const id = React.useId();
  const usual = String(parameter.default);
  const value = props.value ?? usual;
  const isWrong = parameterValue(parameter, value) === null;
  const isChanged = type === 'bool' ? value.toLowerCase() !== usual : value !== usual;
  return (
    <div className="kfl-Pipeline-parameter">
      <label htmlFor={id} title={trans.__('%1, by default %2', typeInWords(type, trans), usual)}>
        {name}
      </label>
      {type === 'bool' ? (
        <input
          id={id}
          type="checkbox"
          checked={value.toLowerCase() === 'true'}
          onChange={event => onChange(event.target.checked ? 'true' : 'false')}
        />
      ) : (
        // A field for numbers would forget what is typed that is none.
        <input
          id={id}
          type="text"
          inputMode={type === 'int' ? 'numeric' : type === 'float' ? 'decimal' : 'text'}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-said` : undefined}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
      {isChanged && (
        <button
          type="button"
          className="kfl-Button"
          title={trans.__('Back to the default %1', usual)}
          aria-label={trans.__('Default of %1', name)}
          onClick={() => onChange(usual)}
        >
          ↺
        </button>
      )}
      {isWrong && <small id={`${id}-said`}>{wantedInWords(type, trans)}</small>}
    </div>
  );
}

/** As a person calls the type. */
export function typeInWords(type: ParameterType, trans: TranslationBundle): string {
  switch (type) {
    case 'int':
      return trans.__('A whole number');
    case 'float':
      return trans.__('A number');
    case 'bool':
      return trans.__('Yes or no');
    case 'str':
      return trans.__('A text');
  }
}

/** What a field says that has something else in it. */
function wantedInWords(type: ParameterType, trans: TranslationBundle): string {
  switch (type) {
    case 'int':
      return trans.__('A whole number is wanted.');
    case 'float':
      return trans.__('A number is wanted.');
    case 'bool':
      return trans.__('True or False is wanted.');
    case 'str':
      return trans.__('A text is wanted.');
  }
}
