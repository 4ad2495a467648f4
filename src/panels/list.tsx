import type { TranslationBundle } from '@jupyterlab/translation';
import { uidOf } from '@kubeflow-lab/live';
import type { Phase } from '@kubeflow-lab/schema';
import * as React from 'react';
import { lookOf, StateIcon, useNow } from '../components';
import { countLabel } from './filter';
import type { PanelModel } from './model';
import type { PanelProps } from './panel';
import { ItemRow } from './row';

/** So many rows are drawn at first, and so many more whenever their end comes into sight. */
const PAGE = 60;

/** The list of a panel's objects, with search and a button for each phase that there is. */
export function ItemList(props: PanelProps): React.JSX.Element {
  const { model, platform, actions } = props;
  const { trans } = platform;
  const { panel, shown } = model;
  const now = useNow(10_000);
  const { count, more, sentinel } = useGrowing(shown.length, `${model.phase}/${model.filter}`);
  return (
    <>
      <Controls model={model} trans={trans} />
      <ul className="kfl-ItemList" aria-label={panel.title} onKeyDown={moveByArrows}>
        {shown.slice(0, count).map(({ kind, item }) => (
          <ItemRow
            key={uidOf(item)}
            kind={kind}
            item={item}
            now={now}
            actions={actions}
            trans={trans}
          />
        ))}
        {count < shown.length && (
          <li className="kfl-ItemList-more" ref={sentinel}>
            <button type="button" className="kfl-Button" onClick={more}>
              {trans.__('Show more of the other %1', shown.length - count)}
            </button>
          </li>
        )}
        {shown.length === 0 && (
          <li className="kfl-Note">
            {trans.__('None of the %1 fits.', panel.noun.many)}{' '}
            <button
              type="button"
              className="kfl-Button"
              onClick={() => {
                model.filter = '';
                model.phase = null;
              }}
            >
              {trans.__('Show all')}
            </button>
          </li>
        )}
      </ul>
    </>
  );
}

function Controls(props: { model: PanelModel; trans: TranslationBundle }): React.JSX.Element {
  const { model, trans } = props;
  const { panel, entries, shown, phase } = model;
  const { one, many } = panel.noun;
  const lasting = panel.kinds.every(kind => kind.lasting);
  const total = entries.length;
  return (
    <div className="kfl-Panel-controls">
      <input
        type="search"
        className="kfl-Filter"
        aria-label={trans.__('Filter %1', many)}
        placeholder={trans.__('Filter by name or state')}
        value={model.filter}
        onChange={event => (model.filter = event.target.value)}
      />
      <div className="kfl-Panel-phases" role="group" aria-label={trans.__('Only one state')}>
        <span className="kfl-Panel-count" role="status">
          {shown.length === total
            ? `${total} ${total === 1 ? one : many}`
            : trans.__('%1 of %2 %3', shown.length, total, many)}
        </span>
        {withChosen(model.phases, phase).map(({ phase: each, count }) => (
          <button
            key={each}
            type="button"
            className="kfl-PhaseButton"
            aria-pressed={each === phase}
            aria-label={countLabel(each, count, trans)}
            title={lookOf(each, trans).word}
            onClick={() => (model.phase = each === phase ? null : each)}
          >
            <StateIcon phase={each} lasting={lasting} trans={trans} />
            {count}
          </button>
        ))}
      </div>
    </div>
  );
}

/** The counts with the chosen phase among them, also when nothing is in it any more. */
function withChosen(counts: { phase: Phase; count: number }[], chosen: Phase | null) {
  return chosen === null || counts.some(({ phase }) => phase === chosen)
    ? counts
    : [...counts, { phase: chosen, count: 0 }];
}

/**
 * How many of `total` things are drawn: a page, and a page more whenever the element of `sentinel`
 * comes into sight; one page again when `what` is shown changes.
 */
function useGrowing(total: number, what: string) {
  const [pages, setPages] = React.useState({ what, count: 1 });
  const count = pages.what === what ? pages.count : 1;
  const more = React.useCallback(
    () => setPages(last => ({ what, count: (last.what === what ? last.count : 1) + 1 })),
    [what]
  );
  const [node, sentinel] = React.useState<Element | null>(null);
  React.useEffect(() => {
    if (node && typeof IntersectionObserver !== 'undefined') {
      const observer = new IntersectionObserver(
        entries => entries.some(entry => entry.isIntersecting) && more(),
        { rootMargin: '400px' }
      );
      observer.observe(node);
      return () => observer.disconnect();
    }
    return undefined;
    // An observer tells of changes only, so that each page begins with a new one.
  }, [node, more, count]);
  return { count: Math.min(total, count * PAGE), more, sentinel };
}

/** Arrow keys, Home and End go from row to row. */
function moveByArrows(event: React.KeyboardEvent<HTMLUListElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.kfl-ItemRow-open')];
  const current = rows.findIndex(row => row.parentElement?.contains(document.activeElement));
  const next: Record<string, number> = {
    ArrowDown: Math.min(rows.length - 1, current + 1),
    ArrowUp: Math.max(0, current - 1),
    Home: 0,
    End: rows.length - 1
  };
  if (event.key in next) {
    event.preventDefault();
    rows[next[event.key]]?.focus();
  }
}
