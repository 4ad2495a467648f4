import { memo } from 'react';
import type { NotebookItem, Project } from '@kubeflow-lab/schema';

import { useNow } from '../../app/clock.js';
import { Link } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { longAge, shortAge } from '../../text/age.js';
import { t } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';
import { Idleness } from './Idleness.js';
import { shortImage } from './list-model.js';
import { ServerActions } from './ServerActions.js';
import { StatePill } from './StatePill.js';
import { useToggle, type Toggle } from './use-toggle.js';

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
      <span>{toggle.problem.detail}</span>
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

export interface ServerRowProps {
  item: NotebookItem;
  role: Project['role'] | null;
  fresh: boolean;
  onDelete: (item: NotebookItem) => void;
}

/** One server. Drawn again only when its item is another one: a list may have hundreds. */
export const ServerRow = memo(function ServerRow(props: ServerRowProps): JSX.Element {
  const { item, role, fresh, onDelete } = props;
  const { object, summary } = item;
  const { name, namespace = '' } = object.metadata;
  const toggle = useToggle(item);
  return (
    <tr role="row" className={fresh ? 'row-fresh' : undefined}>
      <th role="rowheader" scope="row" className="cell-name">
        <Link to={paths.details(namespace, name)} className="name-link">
          {name}
        </Link>
      </th>
      <td role="cell" className="cell-state">
        <StatePill summary={summary} />
        <span className="state-message" title={summary.message}>
          {summary.message}
        </span>
        <Idleness item={item} role={role} toggle={toggle} />
        <ToggleProblem toggle={toggle} />
      </td>
      <td role="cell" className="cell-image" data-label={t('Image')}>
        <code title={summary.image}>{shortImage(summary.image)}</code>
      </td>
      <td role="cell" className="cell-number" data-label={t('CPU')}>
        {summary.cpu || '–'}
      </td>
      <td role="cell" className="cell-number" data-label={t('Memory')}>
        {summary.memory || '–'}
      </td>
      <td role="cell" className="cell-volume" data-label={t('Volume')}>
        {summary.volume ? <code title={summary.volume}>{summary.volume}</code> : t('none')}
      </td>
      <td role="cell" className="cell-number" data-label={t('Age')}>
        <Age time={summary.createdAt} />
      </td>
      <td role="cell" className="cell-actions">
        <ServerActions item={item} role={role} toggle={toggle} onDelete={onDelete} />
      </td>
    </tr>
  );
});
