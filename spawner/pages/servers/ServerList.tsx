import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { gpusOf } from '@kubeflow-lab/resources';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { useHeld } from '../../app/deeds.js';
import { uidOf } from '../../app/live.js';
import { passed } from '../../app/navigation.js';
import { useRoles } from '../../app/session.js';
import { isSelectable } from './availability.js';
import { NoMatch } from './Blanks.js';
import { BulkBar } from './BulkBar.js';
import { Filters } from './Filters.js';
import { EVERYTHING, filtered, sorted, type Filter, type Order } from './list-model.js';
import { ServerTable } from './ServerTable.js';
import { useAnnouncedStates } from './use-announced-states.js';
import { useUsage } from './use-usage.js';

/** Below this many servers a filter would only be in the way. */
const FILTER_FROM = 6;

export interface ServerListProps {
  items: readonly NotebookItem[];
  /** Whether they are those of all projects. */
  everywhere: boolean;
  onDelete: (items: readonly NotebookItem[]) => void;
}

/** Servers as a table that can be sorted and narrowed, and of which several can be chosen. */
export function ServerList({ items, everywhere, onDelete }: ServerListProps): JSX.Element {
  const roleOf = useRoles();
  const held = useHeld();
  const namespaces = useMemo(
    () => [...new Set(items.map(({ object }) => object.metadata.namespace ?? ''))].sort(),
    [items]
  );
  const usage = useUsage(namespaces);
  const [filter, setFilter] = useState<Filter>(EVERYTHING);
  const [order, setOrder] = useState<Order>({ column: 'name', descending: false });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const wanted = useDeferredValue(filter);
  const shown = useMemo(() => sorted(filtered(items, wanted), order), [items, wanted, order]);
  useAnnouncedStates(items);
  const selectable = useCallback(
    (item: NotebookItem) =>
      isSelectable(item, roleOf(item.object.metadata.namespace ?? '')) && !held.has(uidOf(item)),
    [roleOf, held]
  );
  // What is filtered out, or gone meanwhile, is not done anything to.
  const selected = useMemo(
    () => shown.filter(item => chosen.has(uidOf(item)) && selectable(item)),
    [shown, chosen, selectable]
  );
  const uids = useMemo(() => new Set(selected.map(uidOf)), [selected]);
  const select = useCallback((item: NotebookItem, isChosen: boolean) => {
    setChosen(before => {
      const next = new Set(before);
      if (isChosen) {
        next.add(uidOf(item));
      } else {
        next.delete(uidOf(item));
      }
      return next;
    });
  }, []);
  const columns = useMemo(
    () => ({
      select: namespaces.some(namespace => !['viewer', null].includes(roleOf(namespace))),
      project: everywhere,
      gpu: items.some(({ object }) => gpusOf(object) > 0)
    }),
    [namespaces, roleOf, items, everywhere]
  );
  const deleteOne = useCallback((item: NotebookItem) => onDelete([item]), [onDelete]);
  return (
    <>
      {items.length >= FILTER_FROM || filter !== EVERYTHING ? (
        <Filters items={items} shown={shown.length} filter={filter} onFilter={setFilter} />
      ) : null}
      {selected.length > 0 ? (
        <BulkBar items={selected} onClear={() => setChosen(new Set())} onDelete={onDelete} />
      ) : null}
      {shown.length === 0 ? (
        <NoMatch onClear={() => setFilter(EVERYTHING)} />
      ) : (
        <ServerTable
          items={shown}
          columns={columns}
          roleOf={roleOf}
          usage={usage}
          order={order}
          onOrder={setOrder}
          created={passed().created ?? null}
          selected={uids}
          onSelect={select}
          onSelectAll={all => setChosen(new Set(all ? shown.filter(selectable).map(uidOf) : []))}
          onDelete={deleteOne}
        />
      )}
    </>
  );
}
