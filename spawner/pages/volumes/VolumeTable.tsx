import { deletionProblem, snapshotProblem } from '@kubeflow-lab/resources';
import type { ClaimItem, Project, StorageClassItem } from '@kubeflow-lab/schema';

import { Link, navigate } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { saidText } from '../../text/said.js';
import { Told } from '../../text/Told.js';
import { t, type Word } from '../../text/translator.js';
import { ActionButton } from '../../ui/ActionButton.js';
import { TableHead } from '../../ui/TableHead.js';
import { RawReason } from './RawReason.js';

export interface VolumeTableProps {
  namespace: string;
  claims: readonly ClaimItem[];
  classes: readonly StorageClassItem[];
  /** The storage classes of whose volumes snapshots can be taken; null where the cluster can take none. */
  withSnapshots: readonly string[] | null;
  role: Project['role'] | null;
  onExpand: (claim: ClaimItem) => void;
  onSnapshot: (claim: ClaimItem) => void;
  onDelete: (claim: ClaimItem) => void;
}

const STATES: Record<string, Word> = {
  Bound: 'Ready',
  Lost: 'Lost: what it lay on is gone',
  Terminating: 'Is being deleted'
};

export function viewerProblem(role: Project['role'] | null): string | null {
  return role === null || role === 'viewer'
    ? t('You may look at this project, but not change anything in it.')
    : null;
}

/** A sentence of the rules that the server has, too, in the language of the page. */
export const told = (sentence: string | null): string | null =>
  sentence === null ? null : saidText(sentence);

/** Why there is nothing on a volume to work with; null where there is. */
function phaseProblem({ phase }: ClaimItem): string | null {
  switch (phase) {
    case 'Bound':
      return null;
    case 'Terminating':
      return t('Is being deleted');
    default:
      return t('It is not there yet.');
  }
}

/** Why a volume cannot be made larger; null where it can. */
function expandProblem(claim: ClaimItem, classes: readonly StorageClassItem[]): string | null {
  const unusable = phaseProblem(claim);
  if (unusable !== null) {
    return unusable;
  }
  const { name, expandable } = classes.find(each => each.name === claim.storageClass) ?? {};
  if (expandable === true) {
    return null;
  }
  return name === undefined
    ? t('It has no storage class that could make it larger.')
    : t('Its storage class {name} cannot make volumes larger.', { name });
}

/** What becomes of a volume that is not there yet; some are made only for a pod that mounts them. */
function stateOf(
  { phase, problem, storageClass }: ClaimItem,
  classes: readonly StorageClassItem[]
): string {
  if (phase !== 'Pending') {
    return Object.hasOwn(STATES, phase) ? t(STATES[phase]) : phase;
  }
  const immediate = classes.find(({ name }) => name === storageClass)?.immediate ?? false;
  return immediate || problem !== null ? t('Is being made') : t('Waits for its first use');
}

function Users({ namespace, claim }: { namespace: string; claim: ClaimItem }): JSX.Element {
  const others = claim.usedBy.filter(pod => !claim.servers.some(server => pod === `${server}-0`));
  if (claim.servers.length + others.length === 0) {
    return <span className="quiet">{t('nobody')}</span>;
  }
  return (
    <ul className="names">
      {claim.servers.map(server => (
        <li key={server}>
          <Link to={paths.details(namespace, server)}>{server}</Link>
          {claim.usedBy.includes(`${server}-0`) ? null : (
            <span className="quiet"> {t('(not running)')}</span>
          )}
        </li>
      ))}
      {others.map(pod => (
        <li key={pod}>
          <code>{pod}</code>
        </li>
      ))}
    </ul>
  );
}

function VolumeRow(props: Omit<VolumeTableProps, 'claims'> & { claim: ClaimItem }): JSX.Element {
  const { namespace, claim, classes, withSnapshots, role, onExpand, onSnapshot, onDelete } = props;
  const { name, size, phase, growth, problem, storageClass } = claim;
  const viewer = viewerProblem(role);
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className="cell-name">
        <code>{name}</code>
      </th>
      <td role="cell" data-label={t('State')}>
        {stateOf(claim, classes)}
        {growth === null ? null : (
          <small className="quiet volume-note">
            <Told text={growth.message} />
          </small>
        )}
        {problem === null ? null : <RawReason reason={problem} />}
      </td>
      <td role="cell" className="cell-number" data-label={t('Size')}>
        {size}
      </td>
      <td role="cell" data-label={t('Storage class')}>
        {storageClass ?? t('none')}
      </td>
      <td role="cell" data-label={t('Needed by')}>
        <Users namespace={namespace} claim={claim} />
      </td>
      <td role="cell" className="cell-actions">
        <div className="actions">
          <ActionButton
            label={t('Files')}
            fullLabel={t('Files on {name}', { name })}
            icon="search"
            reason={viewer ?? phaseProblem(claim)}
            onClick={() => navigate(paths.files(namespace, name))}
          />
          <ActionButton
            label={t('Enlarge')}
            fullLabel={t('Enlarge {name}', { name })}
            icon="add"
            reason={viewer ?? expandProblem(claim, classes)}
            onClick={() => onExpand(claim)}
          />
          {withSnapshots === null ? null : (
            <ActionButton
              label={t('Snapshot')}
              fullLabel={t('Snapshot of {name}', { name })}
              icon="copy"
              reason={viewer ?? told(snapshotProblem(claim, withSnapshots))}
              onClick={() => onSnapshot(claim)}
            />
          )}
          <ActionButton
            label={t('Delete')}
            fullLabel={t('Delete {name}', { name })}
            icon="trash"
            bare
            className="button-quiet"
            reason={
              viewer ??
              (phase === 'Terminating' ? phaseProblem(claim) : told(deletionProblem(claim)))
            }
            onClick={() => onDelete(claim)}
          />
        </div>
      </td>
    </tr>
  );
}

export function VolumeTable({ claims, ...props }: VolumeTableProps): JSX.Element {
  if (claims.length === 0) {
    return (
      <section className="blank">
        <h2>{t('No volumes yet')}</h2>
        <p>{t('A new notebook server brings its own; others are made here.')}</p>
      </section>
    );
  }
  return (
    <table role="table" className="servers volumes" aria-label={t('Volumes')}>
      <TableHead titles={['Name', 'State', 'Size', 'Storage class', 'Needed by']} hasActions />
      <tbody role="rowgroup">
        {claims.map(claim => (
          <VolumeRow key={claim.name} claim={claim} {...props} />
        ))}
      </tbody>
    </table>
  );
}
