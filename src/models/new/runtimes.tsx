import type { TranslationBundle } from '@jupyterlab/translation';
import { missingRuntime, runtimesFor } from '@kubeflow-lab/resources';
import type { ServingRuntimeItem } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemError } from '../../problem';
import type { IPlatform } from '../../tokens';

/** What is known of the runtimes: `items` is null until they are there, `problem` says why they cannot be. */
interface RuntimesState {
  items: ServingRuntimeItem[] | null;
  problem: string | null;
}

/** Asks once for what serves models in the project. */
export function useRuntimes({ client }: IPlatform, namespace: string): RuntimesState {
  const [state, setState] = React.useState<RuntimesState>({ items: null, problem: null });
  React.useEffect(() => {
    let stale = false;
    client
      .servingRuntimes(namespace)
      .then(({ items }) => stale || setState({ items, problem: null }))
      .catch(
        error => stale || setState({ items: null, problem: ProblemError.from(error).message })
      );
    return () => {
      stale = true;
    };
  }, [client, namespace]);
  return state;
}

/** In a sentence: what serves models of a format, or what is missing for it. */
export function servedBy(
  runtimes: readonly ServingRuntimeItem[],
  format: string,
  trans: TranslationBundle
): string {
  const names = runtimesFor(runtimes, format).map(({ name }) => name);
  return (
    missingRuntime(runtimes, format) ??
    (names.length === 1
      ? trans.__('Served by %1.', names[0])
      : trans.__('Served by one of %1.', names.join(', ')))
  );
}

/** What serves models here: its formats with their versions, its protocols and its image. */
export function Runtimes(props: RuntimesState & { trans: TranslationBundle }): React.JSX.Element {
  const { items, problem, trans } = props;
  return (
    <details>
      <summary>{trans.__('Runtimes of the cluster')}</summary>
      {items === null || items.length === 0 ? (
        <p className="kfl-ModelField-note" role="status">
          {problem ??
            (items === null
              ? trans.__('Loading…')
              : trans.__('There is none; an administrator has to add one.'))}
        </p>
      ) : (
        <ul className="kfl-NewModel-runtimes">
          {items.map(item => (
            <Runtime key={`${item.kind}/${item.name}`} item={item} trans={trans} />
          ))}
        </ul>
      )}
    </details>
  );
}

function Runtime(props: { item: ServingRuntimeItem; trans: TranslationBundle }): React.JSX.Element {
  const { item, trans } = props;
  const { kind, name, formats, protocols, image, disabled } = item;
  const states = [
    kind === 'ServingRuntime' ? trans.__('of this project') : '',
    disabled ? trans.__('switched off') : ''
  ].filter(Boolean);
  const facts = [
    formats.map(format => formatText(format, trans)).join(', ') || trans.__('no format'),
    protocols.length === 0 ? '' : trans.__('protocols %1', protocols.join(', '))
  ].filter(Boolean);
  return (
    <li>
      <p>{[name, ...states].join(' · ')}</p>
      <p className="kfl-ModelField-note">{facts.join(' · ')}</p>
      {image !== '' && (
        <p className="kfl-ModelField-note">
          <code title={image}>{image.slice(image.lastIndexOf('/') + 1)}</code>
        </p>
      )}
    </li>
  );
}

function formatText(
  { name, version, autoSelect }: ServingRuntimeItem['formats'][number],
  trans: TranslationBundle
): string {
  const text = [name, version].filter(Boolean).join(' ');
  return autoSelect ? text : trans.__('%1 (where a model names the runtime)', text);
}
