import type { ReactNode } from 'react';

import { t } from '../../text/translator.js';
import { errorId } from '../../ui/Field.js';
import { Icon } from '../../ui/Icon.js';
import { FieldError } from './FieldError.js';
import { Fixed } from './Fixed.js';
import type { CreateForm } from './use-create-form.js';

/** What a row of a list is drawn with. */
export interface RowProps<Row> {
  row: Row;
  /** Its place in the list, from 1. */
  number: number;
  onChange: (changes: Partial<Row>) => void;
}

interface RowsProps<Row> {
  field: 'env' | 'dataVolumes';
  title: string;
  create: CreateForm;
  rows: readonly Row[];
  onChange: (rows: Row[]) => void;
  /** What a new row begins with. */
  blank: Row;
  addLabel: string;
  removeLabel: (number: number) => string;
  /** The fields of a row. */
  children: (row: RowProps<Row>) => ReactNode;
}

/** A list of rows, each of which can be changed and removed, with a button for one more. */
export function Rows<Row>(props: RowsProps<Row>): JSX.Element {
  const { field, title, create, rows, onChange, blank, addLabel, removeLabel, children } = props;
  const { errors, options } = create;
  const changeAt = (index: number, changes: Partial<Row>): void =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...changes } : row)));
  return (
    <Fixed fixed={options[field].readOnly}>
      <div
        className="field"
        role="group"
        aria-label={title}
        aria-describedby={errors[field] ? errorId(field) : undefined}
      >
        <span className="field-name">{title}</span>
        {rows.length > 0 ? (
          <ul className="list-rows">
            {rows.map((row, index) => (
              <li key={index} className="list-row">
                {children({
                  row,
                  number: index + 1,
                  onChange: changes => changeAt(index, changes)
                })}
                <button
                  type="button"
                  className="button button-icon button-quiet"
                  aria-label={removeLabel(index + 1)}
                  title={t('Remove')}
                  onClick={() => onChange(rows.filter((_row, at) => at !== index))}
                >
                  <Icon name="trash" />
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        <FieldError field={field} errors={errors} />
        <div>
          <button
            type="button"
            className="button button-small"
            onClick={() => onChange([...rows, blank])}
          >
            <Icon name="add" />
            {addLabel}
          </button>
        </div>
      </div>
    </Fixed>
  );
}
