import { useCallback, useMemo, useState } from 'react';
import type { NotebookForm, NotebookItem, Problem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { Link } from '../../app/navigation.js';
import { useTopic } from '../../app/live.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Field } from '../../ui/Field.js';
import { Notice } from '../../ui/Notice.js';
import { useAsync } from '../../ui/use-async.js';
import { suggestName } from '../create/draft.js';
import { isStopped } from '../servers/availability.js';
import type { OpenLink } from './link.js';
import { Progress } from './Progress.js';
import { NEW, newServer, targetFor, targetsOf } from './targets.js';
import { useOpening } from './use-opening.js';

/** The form of a server that is made for the repository; null until it is known what there is, or why that is not. */
function useNewServer(
  namespace: string,
  wanted: string,
  items: readonly NotebookItem[]
): { form: NotebookForm | null; problem: Problem | null } {
  const { value: claims, ...asked } = useAsync(
    useCallback(() => api.claims(namespace), [namespace])
  );
  const { value: options, problem } = useAsync(
    useCallback(() => api.notebookOptions(namespace), [namespace])
  );
  const form = useMemo(() => {
    if (claims === null || options === null) {
      return null;
    }
    const servers = new Set(items.map(({ object }) => object.metadata.name));
    const free = wanted !== '' && !servers.has(wanted);
    const name = free ? wanted : suggestName(servers, new Set(claims.items.map(c => c.name)));
    return newServer(namespace, name, options);
  }, [namespace, wanted, items, claims, options]);
  return { form, problem: problem ?? asked.problem };
}

/** What will be done, in a sentence. */
function planOf(item: NotebookItem | undefined, form: NotebookForm | null): string {
  if (item !== undefined) {
    const { name } = item.object.metadata;
    return isStopped(item)
      ? t('The server {name} is started, fetches the repository, and JupyterLab opens.', { name })
      : t('The server {name} fetches the repository, and JupyterLab opens.', { name });
  }
  return form === null
    ? t('Asking the cluster …')
    : t(
        'A server {name} is made with {cpu} CPU and {memory} of memory from the image {image}; it fetches the repository, and JupyterLab opens.',
        { name: form.name, cpu: form.cpu, memory: form.memory, image: form.image }
      );
}

function labelOf({ object, summary }: NotebookItem): string {
  return t('{name} ({state})', { name: object.metadata.name, state: t(summary.phase) });
}

/** Chooses the server of a project, asks, and shows what comes of it. */
export function OpenIn({ namespace, link }: { namespace: string; link: OpenLink }): JSX.Element {
  const { items, loaded, problem } = useTopic({ resource: 'notebooks', namespace });
  const targets = useMemo(() => targetsOf(items), [items]);
  const [picked, setPicked] = useState<string | null>(null);
  const opening = useOpening(namespace, link.form, items);
  const { form, problem: unknown } = useNewServer(namespace, link.server, items);
  const chosen = picked ?? targetFor(link.server, targets);
  const item = targets.find(({ object }) => object.metadata.name === chosen);
  const server = item ?? form;
  const trouble = problem ?? (item ? null : unknown);
  if (opening.stage !== 'asking' && opening.stage !== 'sending') {
    return <Progress namespace={namespace} opening={opening} items={items} />;
  }
  return (
    <>
      <Field id="open-server" label={t('Notebook server')} hint={planOf(item, form)}>
        <select
          id="open-server"
          value={item ? chosen : NEW}
          disabled={!loaded}
          aria-describedby="open-server-hint"
          onChange={event => setPicked(event.target.value)}
        >
          {targets.map(target => (
            <option key={target.object.metadata.name} value={target.object.metadata.name}>
              {labelOf(target)}
            </option>
          ))}
          <option value={NEW}>{t('A new server')}</option>
        </select>
      </Field>
      {trouble ? (
        <Notice tone="warning">
          <Told text={trouble.detail} />
        </Notice>
      ) : null}
      {opening.problem ? (
        <Notice tone="error">
          <Told text={opening.problem.detail} />
        </Notice>
      ) : null}
      <div className="form-buttons">
        <button
          type="button"
          className="button button-primary"
          disabled={!loaded || server === null || opening.stage === 'sending'}
          onClick={() => server && void opening.agree(server)}
        >
          {t('Fetch and open')}
        </button>
        <Link to="/" className="button">
          {t('Cancel')}
        </Link>
      </div>
    </>
  );
}
