import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Field, type FieldState, Row } from './field';
import { EXAMPLES } from './form';
import type { ModelNotebook } from './notebook';
import { serviceName } from './outputs';

interface FromNotebookProps extends FieldState {
  notebook: ModelNotebook | null;
  trans: TranslationBundle;
}

/** A model that a variable of the notebook in front holds. */
export function FromVariable({ notebook, trans, ...field }: FromNotebookProps): React.JSX.Element {
  const { fields, change } = field;
  if (notebook === null) {
    return <NoNotebook trans={trans} />;
  }
  return (
    <Row>
      <Field
        {...field}
        change={({ variable = '' }) =>
          change({
            variable,
            ...(isNamedAfter(fields, fields.variable) && { name: serviceName(variable) })
          })
        }
        name="variable"
        label={trans.__('Variable')}
        placeholder={EXAMPLES.variable}
        note={trans.__('Runs %1 in a new cell of %2.', '%deploy', notebook.name)}
      />
    </Row>
  );
}

/** A function of a cell of the notebook in front. */
export function FromFunction({ notebook, trans, ...field }: FromNotebookProps): React.JSX.Element {
  const { fields, change } = field;
  if (notebook === null) {
    return <NoNotebook trans={trans} />;
  }
  const { functions, name: file } = notebook;
  const nameOf = (cell: string) => functions.find(one => one.cell === cell)?.name ?? '';
  if (functions.length === 0) {
    return (
      <p className="kfl-ModelField-note" role="status">
        {trans.__('No cell of %1 defines a function.', file)}
      </p>
    );
  }
  return (
    <Row>
      <Field
        {...field}
        change={({ cell = '' }) =>
          change({
            cell,
            ...(isNamedAfter(fields, nameOf(fields.cell)) && { name: serviceName(nameOf(cell)) })
          })
        }
        name="cell"
        label={trans.__('Function')}
        placeholder={trans.__('Choose a function')}
        options={functions.map(({ cell, name }) => ({ value: cell, label: name }))}
        note={trans.__('Puts %1 at the head of its cell in %2, and runs it.', '%%serve', file)}
      />
      <Field
        {...field}
        name="role"
        label={trans.__('Serves as')}
        options={[
          { value: 'predictor', label: trans.__('a service of its own') },
          { value: 'transformer', label: trans.__('transformer before a model') },
          { value: 'explainer', label: trans.__('explainer of a model') }
        ]}
      />
    </Row>
  );
}

/** Whether the name is still the one that was made of the choice before. */
function isNamedAfter({ name, role }: FieldState['fields'], chosen: string): boolean {
  return role === 'predictor' && name === serviceName(chosen);
}

function NoNotebook({ trans }: { trans: TranslationBundle }): React.JSX.Element {
  return (
    <p className="kfl-ModelField-note" role="status">
      {trans.__('Open the notebook, so that it stands in front.')}
    </p>
  );
}
