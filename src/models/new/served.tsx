import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Field, type FieldState, Row } from './field';
import { EXAMPLES } from './form';

interface ServedProps extends FieldState {
  /** Rows that are sent where none are typed; empty where none are known. */
  example: string;
  /** What it means that the name is served already. */
  next: string | undefined;
  trans: TranslationBundle;
}

/** As what a model is served. */
export function Served({ example, next, trans, ...field }: ServedProps): React.JSX.Element {
  const { source, role } = field.fields;
  if (source === 'function' && role !== 'predictor') {
    return (
      <Field
        {...field}
        name="name"
        label={trans.__('Model')}
        placeholder={EXAMPLES.name}
        note={trans.__('The served model that it belongs to.')}
      />
    );
  }
  const isOfNotebook = source === 'variable' || source === 'function';
  return (
    <>
      <Row>
        <Field
          {...field}
          name="name"
          label={trans.__('Name')}
          placeholder={EXAMPLES.name}
          note={next}
        />
        {source !== 'address' && (
          <Field
            {...field}
            name="version"
            label={trans.__('Version')}
            placeholder={trans.__('the next number')}
          />
        )}
      </Row>
      <Field
        {...field}
        name="sample"
        label={trans.__('Sample rows, to try it with')}
        placeholder={isOfNotebook ? EXAMPLES.expression : example || EXAMPLES.sample}
        note={isOfNotebook && trans.__('An expression of the notebook.')}
        multiline
      />
      <details>
        <summary>{trans.__('Resources')}</summary>
        <Row>
          <Field {...field} name="cpu" label={trans.__('CPU')} placeholder={EXAMPLES.cpu} />
          <Field
            {...field}
            name="memory"
            label={trans.__('Memory')}
            placeholder={EXAMPLES.memory}
          />
          <Field
            {...field}
            name="replicas"
            label={trans.__('Replicas')}
            placeholder={EXAMPLES.replicas}
          />
        </Row>
      </details>
    </>
  );
}
