import type { NotebookItem, Project } from '@kubeflow-lab/schema';

import { uidOf } from '../../app/live.js';
import { t, type Word } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';
import type { Column, Order } from './list-model.js';
import { ServerRow, type Columns } from './ServerRow.js';
import type { Usage } from './use-usage.js';
import { VirtualRows } from './VirtualRows.js';

/** Up to so many rows are all drawn, so that the browser finds what is in each of them. */
const ALL_DRAWN = 100;

const COLUMNS: readonly { column: Column; title: Word; number?: boolean }[] = [
  { column: 'name', title: 'Name' },
  { column: 'project', title: 'Project' },
  { column: 'state', title: 'State' },
  { column: 'image', title: 'Image' },
  { column: 'cpu', title: 'CPU', number: true },
  { column: 'memory', title: 'Memory', number: true },
  { column: 'gpu', title: 'GPUs', number: true },
  { column: 'used', title: 'Last used' },
  { column: 'age', title: 'Age', number: true }
];

interface SortHeaderProps {
  column: Column;
  title: Word;
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
  columns: Columns;
  roleOf: (namespace: string) => Project['role'] | null;
  usage: Usage;
  order: Order;
  onOrder: (order: Order) => void;
  /** The name of a server that was just created. */
  created: string | null;
  selected: ReadonlySet<string>;
  onSelect: (item: NotebookItem, selected: boolean) => void;
  onSelectAll: (selected: boolean) => void;
  onDelete: (item: NotebookItem) => void;
}

function SelectAll({ items, selected, onSelectAll }: ServerTableProps): JSX.Element {
  const count = items.filter(item => selected.has(uidOf(item))).length;
  return (
    <th role="columnheader" scope="col" className="head-select">
      <input
        type="checkbox"
        aria-label={t('Select all that are shown')}
        checked={count > 0}
        ref={box => {
          if (box) {
            box.indeterminate = count > 0 && count < items.length;
          }
        }}
        onChange={event => onSelectAll(event.target.checked)}
      />
    </th>
  );
}

/** The roles are written out because a narrow screen shows rows as cards, and a browser then forgets the table. */
export function ServerTable(props: ServerTableProps): JSX.Element {
  const { items, columns, roleOf, usage, order, onOrder, created } = props;
  const { selected, onSelect, onDelete } = props;
  const shown = COLUMNS.filter(
    ({ column }) => (column !== 'project' || columns.project) && (column !== 'gpu' || columns.gpu)
  );
  const isPart = items.length > ALL_DRAWN;
  const hasMore = columns.project || columns.gpu;
  const classes = ['servers servers-fixed', isPart && 'servers-part', hasMore && 'servers-more'];
  const row = (
    item: NotebookItem,
    index?: number,
    measure?: (row: HTMLTableRowElement | null) => void
  ): JSX.Element => {
    const { name, namespace = '' } = item.object.metadata;
    return (
      <ServerRow
        key={uidOf(item)}
        {...{ item, index, measure, columns, onSelect, onDelete }}
        role={roleOf(namespace)}
        use={usage.uses.get(`${namespace}/${name}`)}
        why={usage.why}
        fresh={name === created}
        selected={selected.has(uidOf(item))}
      />
    );
  };
  return (
    <table
      role="table"
      className={classes.filter(Boolean).join(' ')}
      aria-label={t('Notebook servers')}
      aria-rowcount={isPart ? items.length + 1 : undefined}
    >
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={isPart ? 1 : undefined}>
          {columns.select ? <SelectAll {...props} /> : null}
          {shown.map(column => (
            <SortHeader key={column.column} {...column} order={order} onOrder={onOrder} />
          ))}
          <th role="columnheader" scope="col" className="head-actions">
            <span className="visually-hidden">{t('Actions')}</span>
          </th>
        </tr>
      </thead>
      {isPart ? (
        <VirtualRows items={items} row={row} />
      ) : (
        <tbody role="rowgroup">{items.map(item => row(item))}</tbody>
      )}
    </table>
  );
}
