import { useCallback, useState, type FormEvent } from 'react';
import { STOP_ANNOTATION, resized, same, sizeOf, type Size } from '@kubeflow-lab/resources';
import type { ManifestObject, NotebookItem, Problem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { tellServer, useLive } from '../../app/live.js';
import { Rich } from '../../text/Rich.js';
import { Told } from '../../text/Told.js';
import { t, type Word } from '../../text/translator.js';
import { Dialog } from '../../ui/Dialog.js';
import { Notice } from '../../ui/Notice.js';
import { useAsync } from '../../ui/use-async.js';
import { SizeChanges } from './SizeChanges.js';
import { SizeFields, SizeGpus } from './SizeFields.js';
import { whenChanged, type WhenChanged } from './when-changed.js';

/** What becomes of a server that is changed, in a sentence. */
const CONSEQUENCES: Record<WhenChanged, Word> = {
  start: 'The server is stopped: it has this from its next start on.',
  now: 'The server restarts at once: its kernels end; files on volumes stay.',
  restart:
    'The server runs on as it is until it restarts; then its kernels end, and files on volumes stay.'
};

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
  // The person can choose that it restarts at once only where nothing else says when.
  const when = whenChanged(item);

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
        <SizeFields typed={size} images={images} onChange={change} />
        {options.value ? (
          <SizeGpus
            offer={options.value.gpus}
            held={held}
            gpu={size.gpu}
            onChange={gpu => change({ gpu })}
          />
        ) : null}
        {problem ? (
          <Notice tone="error">
            <Told text={problem.detail} />
          </Notice>
        ) : null}
        {asked && !problem ? (
          <div role="status">
            <p>{t('The cluster takes this. What changes:')}</p>
            <SizeChanges before={before} after={wanted} />
            <p>{t(CONSEQUENCES[when])}</p>
          </div>
        ) : null}
        {asked && when === 'restart' ? (
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
