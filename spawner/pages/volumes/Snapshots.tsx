import { restoreProblem } from '@kubeflow-lab/resources';
import type { Project, SnapshotItem, SnapshotList } from '@kubeflow-lab/schema';

import { useNow } from '../../app/clock.js';
import { longAge } from '../../text/age.js';
import { Told } from '../../text/Told.js';
import { t, type Word } from '../../text/translator.js';
import { ActionButton } from '../../ui/ActionButton.js';
import { Failure } from '../../ui/Failure.js';
import { TableHead } from '../../ui/TableHead.js';
import type { AsyncState } from '../../ui/use-async.js';
import { RawReason } from './RawReason.js';
import { told, viewerProblem } from './VolumeTable.js';

interface RowCall {
  role: Project['role'] | null;
  /** A volume is to be made from it. */
  onRestore: (snapshot: SnapshotItem) => void;
  onDelete: (snapshot: SnapshotItem) => void;
}

const STATES: Record<SnapshotItem['phase'], Word> = {
  Pending: 'Is being taken',
  Ready: 'Ready',
  Failed: 'Could not be taken',
  Terminating: 'Is being deleted'
};

function SnapshotRow(props: RowCall & { snapshot: SnapshotItem }): JSX.Element {
  const { snapshot, role, onRestore, onDelete } = props;
  const { name, volume, phase, problem, size, createdAt } = snapshot;
  const now = useNow();
  const viewer = viewerProblem(role);
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className="cell-name">
        <code>{name}</code>
      </th>
      <td role="cell" data-label={t('Volume')}>
        {volume === null ? '–' : <code>{volume}</code>}
      </td>
      <td role="cell" data-label={t('State')}>
        {t(STATES[phase])}
        {problem ? <RawReason reason={problem} /> : null}
      </td>
      <td role="cell" className="cell-number" data-label={t('Size')}>
        {size ?? '–'}
      </td>
      <td role="cell" data-label={t('Taken')}>
        {createdAt === null ? (
          '–'
        ) : (
          <time dateTime={createdAt} title={createdAt}>
            {longAge(createdAt, now)}
          </time>
        )}
      </td>
      <td role="cell" className="cell-actions">
        <div className="actions">
          <ActionButton
            label={t('New volume')}
            fullLabel={t('New volume from {name}', { name })}
            icon="add"
            reason={viewer ?? told(restoreProblem(snapshot))}
            onClick={() => onRestore(snapshot)}
          />
          <ActionButton
            label={t('Delete')}
            fullLabel={t('Delete {name}', { name })}
            icon="trash"
            bare
            className="button-quiet"
            reason={viewer ?? (phase === 'Terminating' ? t('Is being deleted') : null)}
            onClick={() => onDelete(snapshot)}
          />
        </div>
      </td>
    </tr>
  );
}

function Content({ list, ...call }: RowCall & { list: SnapshotList }): JSX.Element {
  const { items, why } = list;
  return (
    <>
      {why === null ? null : (
        <p className="quiet">
          <Told text={why} />
        </p>
      )}
      {items.length > 0 ? (
        <table role="table" className="servers volumes" aria-label={t('Snapshots')}>
          <TableHead titles={['Name', 'Volume', 'State', 'Size', 'Taken']} hasActions />
          <tbody role="rowgroup">
            {items.map(snapshot => (
              <SnapshotRow key={snapshot.name} snapshot={snapshot} {...call} />
            ))}
          </tbody>
        </table>
      ) : why === null ? (
        <p className="quiet">{t('No snapshots yet: one is taken of a volume above.')}</p>
      ) : null}
    </>
  );
}

export interface SnapshotsProps extends RowCall {
  snapshots: AsyncState<SnapshotList>;
}

/** The snapshots of a project's volumes, or why the cluster has none. */
export function Snapshots({ snapshots, ...call }: SnapshotsProps): JSX.Element {
  const { value, problem, reload } = snapshots;
  return (
    <section className="snapshots" aria-labelledby="snapshots">
      <h2 id="snapshots">{t('Snapshots')}</h2>
      {problem ? (
        <Failure
          title={t('The snapshots could not be loaded')}
          problem={problem}
          onRetry={reload}
        />
      ) : value === null ? (
        <p role="status">{t('Loading the snapshots …')}</p>
      ) : (
        <Content list={value} {...call} />
      )}
    </section>
  );
}
