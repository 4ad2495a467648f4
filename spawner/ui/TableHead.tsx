import { t, type Word } from '../text/translator.js';

interface TableHeadProps {
  /** In English; 'Size' is a number and stands at the right. */
  titles: readonly Word[];
  /** Whether the rows end with buttons, whose column has a title for screen readers only. */
  hasActions?: boolean;
}

/** The titles above the rows of a plain table. */
export function TableHead({ titles, hasActions = false }: TableHeadProps): JSX.Element {
  return (
    <thead role="rowgroup">
      <tr role="row">
        {titles.map(title => (
          <th
            key={title}
            role="columnheader"
            scope="col"
            className={title === 'Size' ? 'cell-number' : undefined}
          >
            {t(title)}
          </th>
        ))}
        {hasActions ? (
          <th role="columnheader" scope="col">
            <span className="visually-hidden">{t('Actions')}</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}
