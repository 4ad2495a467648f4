import { useEffect, useMemo, useRef, type FormEvent } from 'react';
import type { ClaimList, Settings, StorageClassList } from '@kubeflow-lab/schema';

import { Link } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { t } from '../../text/translator.js';
import { described, Field } from '../../ui/Field.js';
import { Notice } from '../../ui/Notice.js';
import type { AsyncState } from '../../ui/use-async.js';
import { ImageField } from './ImageField.js';
import { ResourceFields } from './ResourceFields.js';
import { useCreateForm } from './use-create-form.js';
import { WorkspaceFields } from './WorkspaceFields.js';

export interface CreateFieldsProps {
  namespace: string;
  settings: Settings | null;
  servers: ReadonlySet<string>;
  claims: AsyncState<ClaimList>;
  classes: AsyncState<StorageClassList>;
}

const NO_IMAGES: readonly string[] = [];
const NO_LIMITS = { cpu: '', memory: '' };

export function CreateFields(props: CreateFieldsProps): JSX.Element {
  const { namespace, settings, servers, claims, classes } = props;
  const images = settings?.images.jupyter ?? NO_IMAGES;
  const limits = settings?.limits ?? NO_LIMITS;
  const claimNames = useMemo(
    () => new Set(claims.value?.items.map(claim => claim.name)),
    [claims.value]
  );
  const around = { namespace, limits, servers, claims: claimNames };
  const create = useCreateForm({ namespace, images, around });
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
      className="form"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
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
        <ImageField
          {...{ draft, images, change }}
          loading={settings === null}
          error={errors.image}
        />
      </section>
      <section className="form-section" aria-label={t('CPU and memory')}>
        <ResourceFields {...{ draft, errors, limits, change }} />
      </section>
      <section className="form-section" aria-label={t('Files')}>
        <WorkspaceFields {...{ create, claims, classes }} />
      </section>
      {general ? <Notice tone="error">{general}</Notice> : null}
      <div className="form-buttons">
        <button type="submit" className="button button-primary" disabled={busy}>
          {busy ? t('Creating …') : t('Create server')}
        </button>
        <Link to={paths.servers(namespace)} className="button">
          {t('Cancel')}
        </Link>
      </div>
    </form>
  );
}
