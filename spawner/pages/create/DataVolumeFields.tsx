import { SHARED_CLAIM } from '@kubeflow-lab/resources';
import type { ClaimList, StorageClassList } from '@kubeflow-lab/schema';

import { t } from '../../text/translator.js';
import { errorId } from '../../ui/Field.js';
import { Icon } from '../../ui/Icon.js';
import type { AsyncState } from '../../ui/use-async.js';
import { NEW_VOLUME, type VolumeDraft } from './draft.js';
import { FieldError } from './FieldError.js';
import { Fixed } from './Fixed.js';
import { GoneOption } from './GoneOption.js';
import type { CreateForm } from './use-create-form.js';

interface RowProps {
  volume: VolumeDraft;
  number: number;
  claims: AsyncState<ClaimList>;
  classes: AsyncState<StorageClassList>;
  onChange: (changes: Partial<VolumeDraft>) => void;
  onRemove: () => void;
}

function ExistingPart({ volume, number, claims, onChange }: RowProps): JSX.Element {
  const offered = (claims.value?.items ?? []).filter(({ name }) => name !== SHARED_CLAIM);
  return (
    <>
      <select
        className="mono"
        aria-label={t('Data volume {number}: volume', { number })}
        value={volume.claim}
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
        <GoneOption chosen={volume.claim} offered={claims.value?.items} />
      </select>
      <label className="check">
        <input
          type="checkbox"
          checked={volume.readOnly}
          onChange={event => onChange({ readOnly: event.target.checked })}
        />
        {t('Read only')}
      </label>
    </>
  );
}

function NewPart({ volume, number, classes, onChange }: RowProps): JSX.Element {
  return (
    <>
      <input
        className="mono"
        aria-label={t('Data volume {number}: name', { number })}
        placeholder={t('Name')}
        autoComplete="off"
        spellCheck={false}
        value={volume.claim}
        onChange={event => onChange({ claim: event.target.value })}
      />
      <input
        aria-label={t('Data volume {number}: size', { number })}
        className="volume-size"
        autoComplete="off"
        value={volume.size}
        onChange={event => onChange({ size: event.target.value })}
      />
      <select
        aria-label={t('Data volume {number}: storage class', { number })}
        value={volume.storageClass}
        onChange={event => onChange({ storageClass: event.target.value })}
      >
        <option value="">{t('Default class')}</option>
        {(classes.value?.items ?? []).map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        <GoneOption chosen={volume.storageClass} offered={classes.value?.items} />
      </select>
    </>
  );
}

function VolumeRow(props: RowProps): JSX.Element {
  const { volume, number, onChange, onRemove } = props;
  return (
    <li className="list-row">
      <select
        aria-label={t('Data volume {number}: new or existing', { number })}
        value={volume.mode}
        onChange={event => onChange({ mode: event.target.value as VolumeDraft['mode'], claim: '' })}
      >
        <option value="new">{t('New')}</option>
        <option value="existing">{t('Existing')}</option>
      </select>
      {volume.mode === 'new' ? <NewPart {...props} /> : <ExistingPart {...props} />}
      <input
        className="mono"
        aria-label={t('Data volume {number}: where it is mounted', { number })}
        placeholder="/home/jovyan/data"
        autoComplete="off"
        spellCheck={false}
        value={volume.mount}
        onChange={event => onChange({ mount: event.target.value })}
      />
      <button
        type="button"
        className="button button-icon button-quiet"
        aria-label={t('Remove data volume {number}', { number })}
        title={t('Remove')}
        onClick={onRemove}
      >
        <Icon name="trash" />
      </button>
    </li>
  );
}

export interface DataVolumeFieldsProps {
  create: CreateForm;
  claims: AsyncState<ClaimList>;
  classes: AsyncState<StorageClassList>;
}

/** Volumes beside the home folder. */
export function DataVolumeFields({ create, claims, classes }: DataVolumeFieldsProps): JSX.Element {
  const { draft, errors, options, change } = create;
  const volumes = draft.dataVolumes;
  const set = (dataVolumes: VolumeDraft[]): void => change('dataVolumes', { dataVolumes });
  return (
    <Fixed fixed={options.dataVolumes.readOnly}>
      <div
        className="field"
        role="group"
        aria-label={t('Data volumes')}
        aria-describedby={errors.dataVolumes ? errorId('dataVolumes') : undefined}
      >
        <span className="field-name">{t('Data volumes')}</span>
        {volumes.length > 0 ? (
          <ul className="list-rows">
            {volumes.map((volume, index) => (
              <VolumeRow
                key={index}
                {...{ volume, claims, classes, number: index + 1 }}
                onChange={changes =>
                  set(volumes.map((one, at) => (at === index ? { ...one, ...changes } : one)))
                }
                onRemove={() => set(volumes.filter((_one, at) => at !== index))}
              />
            ))}
          </ul>
        ) : null}
        <FieldError field="dataVolumes" errors={errors} />
        <div>
          <button
            type="button"
            className="button button-small"
            onClick={() => set([...volumes, NEW_VOLUME])}
          >
            <Icon name="add" />
            {t('Add a volume')}
          </button>
        </div>
      </div>
    </Fixed>
  );
}
