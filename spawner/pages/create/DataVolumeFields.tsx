import { SHARED_CLAIM } from '@kubeflow-lab/resources';
import type { ClaimList, SnapshotItem, StorageClassList } from '@kubeflow-lab/schema';

import { t } from '../../text/translator.js';
import type { AsyncState } from '../../ui/use-async.js';
import { NEW_VOLUME, type VolumeDraft } from './draft.js';
import { GoneOption } from './GoneOption.js';
import { type RowProps, Rows } from './Rows.js';
import { snapshotChoice, SnapshotOptions } from './SnapshotOptions.js';
import type { CreateForm } from './use-create-form.js';

interface Offered {
  claims: AsyncState<ClaimList>;
  classes: AsyncState<StorageClassList>;
  snapshots: readonly SnapshotItem[];
}

type PartProps = RowProps<VolumeDraft> & Offered;

function ExistingPart({ row, number, claims, onChange }: PartProps): JSX.Element {
  const offered = (claims.value?.items ?? []).filter(({ name }) => name !== SHARED_CLAIM);
  return (
    <>
      <select
        className="mono"
        aria-label={t('Data volume {number}: volume', { number })}
        value={row.claim}
        onChange={event => onChange({ claim: event.target.value })}
      >
        <option value="" disabled>
          {t('Choose a volume')}
        </option>
        {offered.map(({ name, size }) => (
          <option key={name} value={name}>
            {t('{name} ({size})', { name, size })}
          </option>
        ))}
        <GoneOption chosen={row.claim} offered={claims.value?.items} />
      </select>
      <label className="check">
        <input
          type="checkbox"
          checked={row.readOnly}
          onChange={event => onChange({ readOnly: event.target.checked })}
        />
        {t('Read only')}
      </label>
    </>
  );
}

function NewPart({ row, number, classes, snapshots, onChange }: PartProps): JSX.Element {
  return (
    <>
      <input
        className="mono"
        aria-label={t('Data volume {number}: name', { number })}
        placeholder={t('Name')}
        autoComplete="off"
        spellCheck={false}
        value={row.claim}
        onChange={event => onChange({ claim: event.target.value })}
      />
      <input
        aria-label={t('Data volume {number}: size', { number })}
        className="volume-size"
        autoComplete="off"
        value={row.size}
        onChange={event => onChange({ size: event.target.value })}
      />
      <select
        aria-label={t('Data volume {number}: storage class', { number })}
        value={row.storageClass}
        onChange={event => onChange({ storageClass: event.target.value })}
      >
        <option value="">{t('Default class')}</option>
        {(classes.value?.items ?? []).map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        <GoneOption chosen={row.storageClass} offered={classes.value?.items} />
      </select>
      {snapshots.length > 0 || row.snapshot ? (
        <select
          aria-label={t('Data volume {number}: what it begins with', { number })}
          value={row.snapshot}
          onChange={event => onChange(snapshotChoice(event.target.value, snapshots))}
        >
          <SnapshotOptions chosen={row.snapshot} snapshots={snapshots} />
        </select>
      ) : null}
    </>
  );
}

function VolumeParts(props: PartProps): JSX.Element {
  const { row, number, onChange } = props;
  return (
    <>
      <select
        aria-label={t('Data volume {number}: new or existing', { number })}
        value={row.mode}
        onChange={event => onChange({ mode: event.target.value as VolumeDraft['mode'], claim: '' })}
      >
        <option value="new">{t('New')}</option>
        <option value="existing">{t('Existing')}</option>
      </select>
      {row.mode === 'new' ? <NewPart {...props} /> : <ExistingPart {...props} />}
      <input
        className="mono"
        aria-label={t('Data volume {number}: where it is mounted', { number })}
        placeholder="/home/jovyan/data"
        autoComplete="off"
        spellCheck={false}
        value={row.mount}
        onChange={event => onChange({ mount: event.target.value })}
      />
    </>
  );
}

export interface DataVolumeFieldsProps extends Offered {
  create: CreateForm;
}

/** Volumes beside the home folder. */
export function DataVolumeFields({ create, ...offered }: DataVolumeFieldsProps): JSX.Element {
  return (
    <Rows
      field="dataVolumes"
      title={t('Data volumes')}
      create={create}
      rows={create.draft.dataVolumes}
      onChange={dataVolumes => create.change('dataVolumes', { dataVolumes })}
      blank={NEW_VOLUME}
      addLabel={t('Add a volume')}
      removeLabel={number => t('Remove data volume {number}', { number })}
    >
      {row => <VolumeParts {...row} {...offered} />}
    </Rows>
  );
}
