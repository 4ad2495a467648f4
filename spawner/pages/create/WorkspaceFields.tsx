import { SHARED_CLAIM } from '@kubeflow-lab/resources';
import type {
  ClaimItem,
  ClaimList,
  SnapshotItem,
  StorageClassList,
  Workspace
} from '@kubeflow-lab/schema';
import type { ReactNode } from 'react';

import { Rich } from '../../text/Rich.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { described, errorId, Field } from '../../ui/Field.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import type { AsyncState } from '../../ui/use-async.js';
import { newClaimName } from './draft.js';
import { GoneOption } from './GoneOption.js';
import { snapshotChoice, SnapshotOptions } from './SnapshotOptions.js';
import type { CreateForm } from './use-create-form.js';

const NEW_CLAIM = { mode: 'new', size: '' } as const;

interface ChoiceProps {
  mode: Workspace['mode'];
  create: CreateForm;
  title: string;
  children: ReactNode;
}

function Choice({ mode, create, title, children }: ChoiceProps): JSX.Element {
  const { draft, errors, change } = create;
  return (
    <label className="choice">
      <input
        type="radio"
        name="workspace"
        checked={draft.workspace === mode}
        aria-describedby={errors.workspace ? errorId('workspace') : undefined}
        onChange={() => change('workspace', { workspace: mode })}
      />
      <span>
        {title}
        <small>{children}</small>
      </span>
    </label>
  );
}

function NewVolume({
  create,
  classes,
  snapshots
}: Omit<WorkspaceFieldsProps, 'claims'>): JSX.Element {
  const { draft, errors, change } = create;
  const usual = classes.value?.items.find(each => each.default)?.name;
  const size = errors['workspace.size'];
  const storageClass = errors['workspace.storageClass'];
  const snapshot = errors['workspace.snapshot'];
  return (
    <div className="choice-details field-row">
      <TakenClaim create={create} />
      <Field id="size" label={t('Size')} error={size}>
        <input
          {...described('size', { error: size })}
          autoComplete="off"
          spellCheck={false}
          value={draft.size}
          onChange={event => change('workspace.size', { size: event.target.value })}
        />
      </Field>
      <Field id="storage-class" label={t('Storage class')} error={storageClass}>
        <select
          {...described('storage-class', { error: storageClass })}
          value={draft.storageClass}
          onChange={event => change('workspace.storageClass', { storageClass: event.target.value })}
        >
          <option value="">{usual ? t('{name} (default)', { name: usual }) : t('Default')}</option>
          {classes.value?.items
            .filter(each => !each.default || each.name === draft.storageClass)
            .map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          <GoneOption chosen={draft.storageClass} offered={classes.value?.items} />
        </select>
      </Field>
      {snapshots.length > 0 || draft.snapshot ? (
        <Field id="snapshot" label={t('What it begins with')} error={snapshot}>
          <select
            {...described('snapshot', { error: snapshot })}
            value={draft.snapshot}
            onChange={event =>
              change('workspace.snapshot', snapshotChoice(event.target.value, snapshots))
            }
          >
            <SnapshotOptions chosen={draft.snapshot} snapshots={snapshots} />
          </select>
        </Field>
      ) : null}
    </div>
  );
}

function claimLabel({ name, size, usedBy }: ClaimItem): string {
  return usedBy.length > 0
    ? t('{name} ({size}, used by {users})', { name, size, users: usedBy.join(', ') })
    : t('{name} ({size})', { name, size });
}

function ExistingVolume({
  create,
  claims
}: {
  create: CreateForm;
  claims: AsyncState<ClaimList>;
}): JSX.Element {
  const { draft, errors, change } = create;
  const error = errors['workspace.claim'];
  const offered = (claims.value?.items ?? []).filter(({ name }) => name !== SHARED_CLAIM);
  return (
    <div className="choice-details">
      <Field id="claim" label={t('Volume')} error={error}>
        <select
          {...described('claim', { error })}
          className="mono"
          value={draft.claim}
          onChange={event => change('workspace.claim', { claim: event.target.value })}
        >
          <option value="" disabled>
            {claims.value && offered.length === 0
              ? t('This project has no volume to use')
              : t('Choose a volume')}
          </option>
          {offered.map(claim => (
            <option key={claim.name} value={claim.name}>
              {claimLabel(claim)}
            </option>
          ))}
          <GoneOption chosen={draft.claim} offered={claims.value?.items} />
        </select>
      </Field>
    </div>
  );
}

function TakenClaim({ create }: { create: CreateForm }): JSX.Element | null {
  const { form, errors, change } = create;
  if (!errors.workspace) {
    return null;
  }
  return (
    <p className="field-error" id={errorId('workspace')} tabIndex={-1} aria-invalid>
      <Icon name="error" />
      <span>{errors.workspace}</span>
      <button
        type="button"
        className="button button-small"
        onClick={() => change('workspace', { workspace: 'existing', claim: newClaimName(form) })}
      >
        {t('Use it')}
      </button>
    </p>
  );
}

export interface WorkspaceFieldsProps {
  create: CreateForm;
  claims: AsyncState<ClaimList>;
  classes: AsyncState<StorageClassList>;
  /** Those that a new one can begin with. */
  snapshots: readonly SnapshotItem[];
}

/** The volume that the home folder lies on. */
export function WorkspaceFields(props: WorkspaceFieldsProps): JSX.Element {
  const { create, claims, classes, snapshots } = props;
  const { draft, form } = create;
  const failed = claims.problem ?? classes.problem;
  const reload = (): void => {
    claims.reload();
    classes.reload();
  };
  return (
    <fieldset className="choices">
      <legend>{t('Volume of the home folder')}</legend>
      <Choice mode="new" create={create} title={t('A new volume')}>
        <Rich
          text="{claim} is made with the server and outlives it, if you wish."
          values={{
            claim: (
              <code>
                {newClaimName({
                  ...form,
                  workspace: { ...NEW_CLAIM, claim: draft.newClaim || undefined }
                })}
              </code>
            )
          }}
        />
      </Choice>
      {draft.workspace === 'new' ? <NewVolume {...{ create, classes, snapshots }} /> : null}
      <Choice mode="existing" create={create} title={t('A volume that exists')}>
        {t('For example the one of a server that was deleted.')}
      </Choice>
      {draft.workspace === 'existing' ? <ExistingVolume create={create} claims={claims} /> : null}
      <Choice mode="none" create={create} title={t('None')}>
        {t(
          'Files in the home folder are lost when the server stops. Only the folder “shared” stays.'
        )}
      </Choice>
      {failed ? (
        <Notice
          tone="warning"
          action={
            <button type="button" className="button button-small" onClick={reload}>
              {t('Try again')}
            </button>
          }
        >
          <Rich
            text="Volumes and storage classes could not be loaded. {detail}"
            values={{ detail: <Told text={failed.detail} /> }}
          />
        </Notice>
      ) : null}
    </fieldset>
  );
}
