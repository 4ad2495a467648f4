import { useState, type FormEvent, type ReactNode } from 'react';
import { checkRestore, checkVolumeForm, expansionProblem } from '@kubeflow-lab/resources';
import type { ClaimItem, Problem, SnapshotItem, StorageClassItem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { Rich } from '../../text/Rich.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Dialog } from '../../ui/Dialog.js';
import { described, Field } from '../../ui/Field.js';
import { Notice } from '../../ui/Notice.js';

export interface DialogCall {
  namespace: string;
  close: () => void;
  /** Called with a sentence for screen readers. */
  done: (sentence: string) => void;
}

interface FormDialogProps {
  title: ReactNode;
  button: string;
  danger?: boolean;
  close: () => void;
  /** What keeps it from being sent; nothing is sent while there is something. */
  invalid?: boolean;
  send: () => Promise<void>;
  children: ReactNode;
}

/** A dialog that sends something, and stays with the reason where that is refused. */
export function FormDialog(props: FormDialogProps): JSX.Element {
  const { title, button, danger = false, close, invalid = false, send, children } = props;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (invalid) {
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await send();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={close}>
      <form className="dialog-form" noValidate onSubmit={event => void submit(event)}>
        {children}
        {problem ? (
          <Notice tone="error">
            <Told text={problem.detail} />
          </Notice>
        ) : null}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={close}>
            {t('Cancel')}
          </button>
          <button
            type="submit"
            className={`button ${danger ? 'button-danger' : 'button-primary'}`}
            disabled={busy}
          >
            {button}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface NewVolumeProps extends DialogCall {
  classes: readonly StorageClassItem[];
  /** What it begins with; null: with nothing. */
  snapshot: SnapshotItem | null;
}

const EMPTY = { name: '', size: '5Gi', storageClass: '' };

function beginning({ name, size, storageClasses }: SnapshotItem): typeof EMPTY {
  return { name, size: size ?? EMPTY.size, storageClass: storageClasses[0] ?? '' };
}

export function NewVolume(props: NewVolumeProps): JSX.Element {
  const { namespace, classes, snapshot, close, done } = props;
  const [form, setForm] = useState(snapshot === null ? EMPTY : beginning(snapshot));
  const [tried, setTried] = useState(false);
  const { storageClass, ...always } = form;
  const wanted = {
    ...always,
    ...(storageClass ? { storageClass } : {}),
    ...(snapshot === null ? {} : { snapshot: snapshot.name })
  };
  const errors = [
    ...checkVolumeForm(wanted),
    ...(snapshot === null ? [] : checkRestore(wanted, snapshot))
  ];
  const offered = snapshot?.storageClasses ?? classes.map(({ name }) => name);
  const errorAt = (field: string): string | null =>
    tried ? (errors.find(({ path }) => path === field)?.message ?? null) : null;
  return (
    <FormDialog
      title={
        snapshot === null ? (
          t('New volume')
        ) : (
          <Rich text="New volume from {name}" values={{ name: <code>{snapshot.name}</code> }} />
        )
      }
      button={t('Create volume')}
      close={close}
      send={async () => {
        setTried(true);
        if (errors.length === 0) {
          await api.createVolume(namespace, wanted);
          done(t('The volume {name} was made.', { name: form.name }));
        }
      }}
    >
      <Field id="volume-name" label={t('Name')} error={errorAt('name')}>
        <input
          {...described('volume-name', { error: errorAt('name') })}
          className="mono"
          autoComplete="off"
          spellCheck={false}
          value={form.name}
          onChange={event => setForm({ ...form, name: event.target.value })}
        />
      </Field>
      <Field id="volume-size" label={t('Size')} error={errorAt('size')}>
        <input
          {...described('volume-size', { error: errorAt('size') })}
          autoComplete="off"
          value={form.size}
          onChange={event => setForm({ ...form, size: event.target.value })}
        />
      </Field>
      <Field id="volume-class" label={t('Storage class')}>
        <select
          id="volume-class"
          value={form.storageClass}
          onChange={event => setForm({ ...form, storageClass: event.target.value })}
        >
          {snapshot === null ? <option value="">{t('Default')}</option> : null}
          {offered.map(name => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </Field>
    </FormDialog>
  );
}

interface VolumeDialogProps extends DialogCall {
  claim: ClaimItem;
}

export function ExpandVolume({ namespace, claim, close, done }: VolumeDialogProps): JSX.Element {
  const { name, growth } = claim;
  const asked = growth?.size ?? claim.size;
  const [size, setSize] = useState(asked);
  const [tried, setTried] = useState(false);
  const problem = expansionProblem(asked, size);
  const error = size !== asked || tried ? problem : null;
  return (
    <FormDialog
      title={<Rich text="Enlarge {name}" values={{ name: <code>{name}</code> }} />}
      button={t('Enlarge')}
      close={close}
      send={async () => {
        setTried(true);
        if (problem === null) {
          await api.expandVolume(namespace, name, size);
          done(t('The volume {name} is to have {size}.', { name, size }));
        }
      }}
    >
      <Field
        id="volume-size"
        label={t('New size')}
        error={error}
        hint={
          growth === null ? (
            t('It has {size} now. It cannot be made smaller again.', { size: claim.size })
          ) : (
            <Told text={growth.message} />
          )
        }
      >
        <input
          {...described('volume-size', { hint: true, error })}
          autoComplete="off"
          value={size}
          onChange={event => setSize(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

export function DeleteVolume({ namespace, claim, close, done }: VolumeDialogProps): JSX.Element {
  const { name } = claim;
  return (
    <FormDialog
      title={<Rich text="Delete {name}?" values={{ name: <code>{name}</code> }} />}
      button={t('Delete volume')}
      danger
      close={close}
      send={async () => {
        await api.deleteVolume(namespace, name);
        done(t('The volume {name} is being deleted.', { name }));
      }}
    >
      <p>{t('All files on it are lost for good.')}</p>
    </FormDialog>
  );
}
