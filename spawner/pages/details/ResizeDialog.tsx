import { useCallback, useState, type FormEvent } from 'react';
import {
  STOP_ANNOTATION,
  UPDATE_POLICY_ANNOTATION,
  resized,
  same,
  sizeOf,
  type Size
} from '@kubeflow-lab/resources';
import type { ManifestObject, NotebookItem, NotebookOptions, Problem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { tellServer, useLive } from '../../app/live.js';
import { Rich } from '../../text/Rich.js';
import { Told } from '../../text/Told.js';
import { t, type Word } from '../../text/translator.js';
import { Dialog } from '../../ui/Dialog.js';
import { Field } from '../../ui/Field.js';
import { Notice } from '../../ui/Notice.js';
import { useAsync } from '../../ui/use-async.js';
import { Fixed } from '../create/Fixed.js';
import { GpuChoice } from '../create/GpuChoice.js';

const NAMES: Record<keyof Size, Word> = {
  image: 'Image',
  cpu: 'CPU (cores)',
  memory: 'Memory',
  gpu: 'GPUs'
};
const FIELDS = Object.keys(NAMES) as (keyof Size)[];

/** What becomes of a server that is changed, in a sentence. */
function consequence({ object }: NotebookItem): string {
  const { annotations = {} } = object.metadata;
  if (annotations[STOP_ANNOTATION] !== undefined) {
    return t('The server is stopped: it has this from its next start on.');
  }
  return annotations[UPDATE_POLICY_ANNOTATION] === 'Immediate'
    ? t('The server restarts at once: its kernels end; files on volumes stay.')
    : t(
        'The server runs on as it is until it restarts; then its kernels end, and files on volumes stay.'
      );
}

/** Whether the person can choose that it restarts at once. */
function canChooseRestart({ object }: NotebookItem): boolean {
  const { annotations = {} } = object.metadata;
  return (
    annotations[STOP_ANNOTATION] === undefined &&
    annotations[UPDATE_POLICY_ANNOTATION] !== 'Immediate'
  );
}

/** A field as a person reads it; '' for nothing. */
function shown(size: Size, field: keyof Size): string {
  const value = size[field];
  return value === null || typeof value === 'string'
    ? (value ?? '')
    : `${value.count} × ${value.vendor}`;
}

function Changes({ before, after }: { before: Size; after: Size }): JSX.Element {
  return (
    <dl className="size-changes">
      {FIELDS.filter(field => !same(before[field], after[field])).map(field => (
        <div key={field}>
          <dt>{t(NAMES[field])}</dt>
          <dd>
            {shown(before, field) ? <del>{shown(before, field)}</del> : t('new')}
            {' → '}
            <ins>{shown(after, field) || t('None')}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface GpusProps {
  options: NotebookOptions | null;
  /** What the server holds now, and so nobody else can have. */
  held: Size['gpu'];
  size: Size;
  onChange: (changes: Partial<Size>) => void;
}

/** GPUs, where the cluster or the server has any. */
function Gpus({ options, held, size, onChange }: GpusProps): JSX.Element | null {
  const [vendor, setVendor] = useState(size.gpu?.vendor ?? '');
  if (options === null) {
    return null;
  }
  return (
    <Fixed fixed={options.gpus.readOnly}>
      <GpuChoice
        id="resize-gpu"
        offered={options.gpus.vendors}
        chosen={{ vendor, count: size.gpu?.count ?? 0 }}
        own={vendor === held?.vendor ? held.count : 0}
        onChange={gpus => {
          setVendor(gpus.vendor);
          onChange({ gpu: gpus.count > 0 ? gpus : null });
        }}
      />
    </Fixed>
  );
}

export interface ResizeDialogProps {
  item: NotebookItem;
  onClose: () => void;
  onDone: (sentence: string) => void;
}

/** Another image or size: first what the cluster says to it and what it means, then the change. */
export function ResizeDialog({ item, onClose, onDone }: ResizeDialogProps): JSX.Element {
  const live = useLive();
  const { name, namespace = '' } = item.object.metadata;
  // What was read stays the base: a change by somebody else is refused, not overwritten.
  const [base] = useState(item.object);
  const before = sizeOf(base);
  const held = base.metadata.annotations?.[STOP_ANNOTATION] === undefined ? before.gpu : null;
  const [size, setSize] = useState(before);
  const [asked, setAsked] = useState(false);
  const [restart, setRestart] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const options = useAsync(useCallback(() => api.notebookOptions(namespace), [namespace]));
  const images = Object.values(options.value?.images ?? {}).flatMap(each => each.options);
  const wanted: Size = {
    image: size.image.trim(),
    cpu: size.cpu.trim(),
    memory: size.memory.trim(),
    gpu: size.gpu
  };
  const isSame = same(wanted, before);

  const change = (changes: Partial<Size>): void => {
    setSize({ ...size, ...changes });
    setAsked(false);
    setProblem(null);
  };
  const apply = async (): Promise<void> => {
    const object = resized(base, wanted) as ManifestObject;
    let answer = await api.editNotebook(namespace, name, object, !asked);
    if (!asked) {
      setAsked(true);
      return;
    }
    if (restart) {
      answer = await api.restartNotebook(namespace, name);
    }
    tellServer(live, answer);
    onDone(t('{name} was changed.', { name }));
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await apply();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={<Rich text="Change {name}" values={{ name: <code>{name}</code> }} />}
      onClose={onClose}
    >
      <form onSubmit={event => void submit(event)}>
        <Field id="resize-image" label={t('Image')}>
          <input
            id="resize-image"
            className="mono"
            list="resize-images"
            autoComplete="off"
            spellCheck={false}
            value={size.image}
            onChange={event => change({ image: event.target.value })}
          />
          <datalist id="resize-images">
            {images.map(image => (
              <option key={image} value={image} />
            ))}
          </datalist>
        </Field>
        <div className="field-row">
          {(['cpu', 'memory'] as const).map(resource => (
            <Field key={resource} id={`resize-${resource}`} label={t(NAMES[resource])}>
              <input
                id={`resize-${resource}`}
                autoComplete="off"
                value={size[resource]}
                onChange={event => change({ [resource]: event.target.value })}
              />
            </Field>
          ))}
        </div>
        <Gpus options={options.value} held={held} size={size} onChange={change} />
        {problem ? (
          <Notice tone="error">
            <Told text={problem.detail} />
          </Notice>
        ) : null}
        {asked && !problem ? (
          <div role="status">
            <p>{t('The cluster takes this. What changes:')}</p>
            <Changes before={before} after={wanted} />
            <p>{consequence(item)}</p>
          </div>
        ) : null}
        {asked && canChooseRestart(item) ? (
          <label className="check">
            <input
              type="checkbox"
              checked={restart}
              onChange={event => setRestart(event.target.checked)}
            />
            {t('Restart it now')}
          </label>
        ) : null}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            {t('Cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={busy || isSame}>
            {asked ? t('Apply') : t('Show what changes')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
