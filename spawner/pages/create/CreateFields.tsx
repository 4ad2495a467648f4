import { useEffect, useMemo, useRef, type FormEvent } from 'react';
import type {
  ClaimList,
  NotebookOptions,
  Settings,
  SnapshotItem,
  StorageClassList
} from '@kubeflow-lab/schema';

import { Link } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { Rich } from '../../text/Rich.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { described, Field } from '../../ui/Field.js';
import { Notice } from '../../ui/Notice.js';
import type { AsyncState } from '../../ui/use-async.js';
import { DataVolumeFields } from './DataVolumeFields.js';
import { plainOptions } from './draft.js';
import { Fixed } from './Fixed.js';
import { GpuField, LimitFields } from './AmountFields.js';
import { ImageField } from './ImageField.js';
import { MoreFields } from './MoreFields.js';
import { Preview } from './Preview.js';
import { ProfileChoice } from './ProfileChoice.js';
import { ResourceFields } from './ResourceFields.js';
import { useCreateForm } from './use-create-form.js';
import { WorkspaceFields } from './WorkspaceFields.js';
import { YamlPane } from './YamlPane.js';

export interface CreateFieldsProps {
  namespace: string;
  settings: Settings | null;
  servers: ReadonlySet<string>;
  claims: AsyncState<ClaimList>;
  classes: AsyncState<StorageClassList>;
  /** Those that a new volume can begin with. */
  snapshots: readonly SnapshotItem[];
  options: AsyncState<NotebookOptions>;
}

const NO_LIMITS = { cpu: '', memory: '' };

export function CreateFields(props: CreateFieldsProps): JSX.Element {
  const { namespace, settings, servers, claims, classes, snapshots, options } = props;
  const offered = options.value;
  const known = useMemo(
    () => offered ?? plainOptions(settings?.images.jupyter ?? []),
    [offered, settings]
  );
  const limits = settings?.limits ?? NO_LIMITS;
  const claimNames = useMemo(
    () => new Set(claims.value?.items.map(claim => claim.name)),
    [claims.value]
  );
  const around = { namespace, limits, servers, claims: claimNames };
  const create = useCreateForm({ namespace, options: known, around });
  const { draft, errors, general, busy, refusals, change, submit } = create;
  const formRef = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusals > 0) {
      formRef.current?.querySelector<HTMLElement>('[aria-invalid], [role=alert]')?.focus();
    }
  }, [refusals]);

  return (
    <form
      ref={formRef}
      className="create"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="form">
        <ProfileChoice create={create} />
        <section className="form-section" aria-label={t('Server')}>
          <Field
            id="name"
            label={t('Name')}
            error={errors.name}
            hint={t('It becomes part of the address of the server.')}
          >
            <input
              {...described('name', { hint: true, error: errors.name })}
              className="mono"
              value={draft.name}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={event => change('name', { name: event.target.value })}
            />
          </Field>
          <ImageField create={create} loading={settings === null} />
        </section>
        <section className="form-section" aria-label={t('CPU and memory')}>
          <ResourceFields create={create} limits={limits} />
          <GpuField create={create} />
          <LimitFields create={create} />
        </section>
        <section className="form-section" aria-label={t('Files')}>
          <Fixed fixed={known.workspace.readOnly}>
            <WorkspaceFields {...{ create, claims, classes, snapshots }} />
          </Fixed>
          <DataVolumeFields {...{ create, claims, classes, snapshots }} />
        </section>
        <MoreFields create={create} />
      </div>
      <YamlPane create={create} ready={offered !== null} />
      <div className="form">
        <Preview namespace={namespace} create={create} />
        {options.problem ? (
          <Notice
            tone="warning"
            action={
              <button type="button" className="button button-small" onClick={options.reload}>
                {t('Try again')}
              </button>
            }
          >
            <Rich
              text="What can be chosen here is not all known. {detail}"
              values={{ detail: <Told text={options.problem.detail} /> }}
            />
          </Notice>
        ) : null}
        {known.problem ? (
          <Notice tone="warning">
            <Told text={known.problem} />
          </Notice>
        ) : null}
        {general ? (
          <Notice tone="error">
            <Told text={general} />
          </Notice>
        ) : null}
        <div className="form-buttons">
          <button type="submit" className="button button-primary" disabled={busy}>
            {busy ? t('Creating …') : t('Create server')}
          </button>
          <Link to={paths.servers(namespace)} className="button">
            {t('Cancel')}
          </Link>
        </div>
      </div>
    </form>
  );
}
