import type { NotebookItem, Project } from '@kubeflow-lab/schema';

import { uidOf } from '../../app/live.js';
import { t } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';
import type { Column, Order } from './list-model.js';
import { ServerRow } from './ServerRow.js';

const COLUMNS: readonly { column: Column; title: string; number?: boolean }[] = [
  { column: 'name', title: 'Name' },
  { column: 'state', title: 'State' },
  { column: 'image', title: 'Image' },
  { column: 'cpu', title: 'CPU', number: true },
  { column: 'memory', title: 'Memory', number: true },
  { column: 'volume', title: 'Volume' },
  { column: 'age', title: 'Age', number: true }
];

interface SortHeaderProps {
  column: Column;
  title: string;
  number?: boolean;
  order: Order;
  onOrder: (order: Order) => void;
}

function SortHeader({ column, title, number, order, onOrder }: SortHeaderProps): JSX.Element {
  const active = order.column === column;
  const direction = order.descending ? 'descending' : 'ascending';
  return (
    <th
      role="columnheader"
      scope="col"
      className={`head-${column} ${number ? 'cell-number' : ''}`}
      aria-sort={active ? direction : undefined}
    >
      <button
        type="button"
        className="sort"
        onClick={() => onOrder({ column, descending: active && !order.descending })}
      >
        {t(title)}
        <Icon
          name={active && order.descending ? 'sortDown' : 'sortUp'}
          className={active ? '' : 'sort-idle'}
        />
      </button>
    </th>
  );
}

export interface ServerTableProps {
  items: readonly NotebookItem[];
  role: Project['role'] | null;
  order: Order;
  onOrder: (order: Order) => void;
  /** The name of a server that was just created. */
  created: string | null;
  onDelete: (item: NotebookItem) => void;
}

/** The roles are written out because a narrow screen shows rows as cards, and a browser then forgets the table. */
export function ServerTable(props: ServerTableProps): JSX.Element {
  const { items, role, order, onOrder, created, onDelete } = props;
  return (
    <table role="table" className="servers" aria-label={t('Notebook servers')}>
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.map(column => (
            <SortHeader key={column.column} {...column} order={order} onOrder={onOrder} />
          ))}
          <th role="columnheader" scope="col">
            <span className="visually-hidden">{t('Actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map(item => (
          <ServerRow
            key={uidOf(item)}
            item={item}
            role={role}
            fresh={item.object.metadata.name === created}
            onDelete={onDelete}
          />
        ))}
      </tbody>
    </table>
  );
}
