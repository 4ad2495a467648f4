import { memo } from 'react';
import { gpusOf } from '@kubeflow-lab/resources';
import type { NotebookItem, Project } from '@kubeflow-lab/schema';

import { useNow } from '../../app/clock.js';
import { useHeld } from '../../app/deeds.js';
import { useLanguage } from '../../app/language.js';
import { uidOf } from '../../app/live.js';
import { Link } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { longAge, shortAge } from '../../text/age.js';
import { Told } from '../../text/Told.js';
import { saidText } from '../../text/said.js';
import { t } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';
import { Amount } from './Amounts.js';
import { isSelectable } from './availability.js';
import { Idleness, LastUse } from './Idleness.js';
import { shortImage } from './list-model.js';
import { ServerActions } from './ServerActions.js';
import { StatePill } from './StatePill.js';
import { useToggle, type Toggle } from './use-toggle.js';
import type { Use } from './use-usage.js';

function Age({ time }: { time: string }): JSX.Element {
  const now = useNow();
  return (
    <time dateTime={time} title={`${longAge(time, now)} · ${time}`}>
      {shortAge(time, now)}
    </time>
  );
}

function ToggleProblem({ toggle }: { toggle: Toggle }): JSX.Element | null {
  if (!toggle.problem) {
    return null;
  }
  return (
    <p className="row-problem" role="alert">
      <Icon name="error" />
      <span>
        <Told text={toggle.problem.detail} />
      </span>
      <button
        type="button"
        className="button button-icon button-quiet"
        aria-label={t('Close this message')}
        onClick={toggle.dismiss}
      >
        <Icon name="close" />
      </button>
    </p>
  );
}

/** Which of the columns that say something only sometimes are there. */
export interface Columns {
  select: boolean;
  project: boolean;
  gpu: boolean;
}

export interface ServerRowProps {
  item: NotebookItem;
  role: Project['role'] | null;
  columns: Columns;
  use: Use | undefined;
  /** Why nothing is known of its use. */
  why: string | null;
  fresh: boolean;
  selected: boolean;
  onSelect: (item: NotebookItem, selected: boolean) => void;
  onDelete: (item: NotebookItem) => void;
  /** Its place in a table of which only a part is drawn, from 0. */
  index?: number;
  /** Told its element, to measure it. */
  measure?: (row: HTMLTableRowElement | null) => void;
}

function SelectCell({ item, role, selected, onSelect }: ServerRowProps): JSX.Element {
  const held = useHeld().has(uidOf(item));
  const { name } = item.object.metadata;
  return (
    <td role="cell" className="cell-select">
      <input
        type="checkbox"
        aria-label={t('Select {name}', { name })}
        checked={selected}
        disabled={held || !isSelectable(item, role)}
        onChange={event => onSelect(item, event.target.checked)}
      />
    </td>
  );
}

function GpuCell({ item }: { item: NotebookItem }): JSX.Element {
  const gpus = gpusOf(item.object);
  return (
    <td role="cell" className="cell-number" data-label={t('GPUs')}>
      {gpus === 0 ? '–' : gpus}
      {gpus > 0 && item.summary.phase === 'Running' ? (
        <small className="in-use" title={t('Kubernetes does not measure what GPUs do.')}>
          {t('not known')}
        </small>
      ) : null}
    </td>
  );
}

/** One server. Drawn again only when its item is another one: a list may have thousands. */
export const ServerRow = memo(function ServerRow(props: ServerRowProps): JSX.Element {
  const { item, role, columns, use, why, fresh, selected, onDelete, index, measure } = props;
  useLanguage();
  const { object, summary } = item;
  const { name, namespace = '' } = object.metadata;
  const toggle = useToggle(item);
  const held = useHeld().has(uidOf(item));
  const classes = [fresh && 'row-fresh', selected && 'row-selected', held && 'row-held'];
  return (
    <tr
      role="row"
      ref={measure}
      data-index={index}
      aria-rowindex={index === undefined ? undefined : index + 2}
      className={classes.filter(Boolean).join(' ') || undefined}
    >
      {columns.select ? <SelectCell {...props} /> : null}
      <th role="rowheader" scope="row" className="cell-name">
        <Link to={paths.details(namespace, name)} className="name-link">
          {name}
        </Link>
      </th>
      {columns.project ? (
        <td role="cell" className="cell-project" data-label={t('Project')}>
          <Link to={paths.servers(namespace)}>{namespace}</Link>
        </td>
      ) : null}
      <td role="cell" className="cell-state">
        <StatePill summary={summary} />
        <span className="state-message" title={saidText(summary.message)}>
          {held ? t('It is deleted in a moment.') : <Told text={summary.message} />}
        </span>
        <Idleness item={item} role={role} toggle={toggle} />
        <ToggleProblem toggle={toggle} />
      </td>
      <td role="cell" className="cell-image" data-label={t('Image')}>
        <code title={summary.image}>{shortImage(summary.image)}</code>
      </td>
      <td role="cell" className="cell-number" data-label={t('CPU')}>
        <Amount {...{ item, use, why }} resource="cpu" />
      </td>
      <td role="cell" className="cell-number" data-label={t('Memory')}>
        <Amount {...{ item, use, why }} resource="memory" />
      </td>
      {columns.gpu ? <GpuCell item={item} /> : null}
      <td role="cell" className="cell-used" data-label={t('Last used')}>
        <LastUse summary={summary} />
      </td>
      <td role="cell" className="cell-number cell-age" data-label={t('Age')}>
        <Age time={summary.createdAt} />
      </td>
      <td role="cell" className="cell-actions">
        <ServerActions item={item} role={role} toggle={toggle} onDelete={onDelete} />
      </td>
    </tr>
  );
});
