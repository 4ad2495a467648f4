import * as React from 'react';

interface TextTableProps {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** What the table holds, for screen readers. */
  label?: string;
  className?: string;
  /** Whether the first text of a row names it. */
  namedRows?: boolean;
  /** A style class of all cells of a column. */
  columnClass?: (column: number) => string | undefined;
}

/** A table of texts, as a file, a value or an answer has them. */
export function TextTable(props: TextTableProps): React.JSX.Element {
  const { head, rows, label, className, namedRows = false, columnClass } = props;
  return (
    <table className={className} aria-label={label}>
      <thead>
        <tr>
          {head.map((text, column) => (
            <th key={column} scope="col" className={columnClass?.(column)}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((text, column) =>
              namedRows && column === 0 ? (
                <th key={column} scope="row">
                  {text}
                </th>
              ) : (
                <td key={column} className={columnClass?.(column)}>
                  {text}
                </td>
              )
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
