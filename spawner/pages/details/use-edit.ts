import { useState } from 'react';
import { mergePatchOf, mergePatched } from '@kubeflow-lab/resources';
import type { ManifestObject, NotebookItem, Problem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { aliasProblem, yamlProblem } from '../../text/yaml-problems.js';

type Yaml = typeof import('yaml');
type Notebook = NotebookItem['object'];

export interface Edit {
  text: string;
  /** What was read, and is changed. */
  base: Notebook;
  busy: boolean;
  problem: string | null;
  /** What the cluster would make of it; null until it was asked about this text. */
  planned: Notebook | null;
  setText(text: string): void;
  /** Asks the cluster without changing anything. */
  ask(): Promise<void>;
  apply(): Promise<void>;
  /** Makes the same changes to what somebody else has made of the object meanwhile. */
  rebase(current: Notebook): void;
}

export interface EditOptions {
  yaml: Yaml;
  item: NotebookItem;
  onApplied: (item: NotebookItem) => void;
}

/** What the cluster counts, or the controller says: nobody's to change. */
const THEIRS: ReadonlySet<string> = new Set(['resourceVersion', 'generation', 'status']);

const withoutTheirs = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([field]) => !THEIRS.has(field)));

/** An object as it is edited and compared. */
export function visible(object: Notebook): object {
  const { metadata, ...rest } = object;
  const { spec, ...head } = withoutTheirs(rest) as { spec?: unknown };
  return { ...head, metadata: withoutTheirs(metadata), ...(spec === undefined ? {} : { spec }) };
}

/** The object that a text says, or why it says none. */
export function parsed(yaml: Yaml, text: string): { object: ManifestObject } | { wrong: string } {
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, column, reason } = yamlProblem(error, lines);
    return { wrong: `Line ${line}, column ${column}: ${reason}` };
  }
  let object: unknown;
  try {
    object = document.toJS();
  } catch (problem) {
    return { wrong: aliasProblem(problem) };
  }
  return typeof object === 'object' && object !== null && 'metadata' in object
    ? { object: object as ManifestObject }
    : { wrong: 'This is no Kubernetes object: it has no metadata.' };
}

/** An object whose YAML is edited. The version that was read stays the base, whatever others do. */
export function useEdit({ yaml, item, onApplied }: EditOptions): Edit {
  const { name, namespace = '' } = item.object.metadata;
  const [base, setBase] = useState(item.object);
  const [text, write] = useState(() => yaml.stringify(visible(item.object)));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [planned, setPlanned] = useState<Notebook | null>(null);

  const setText = (next: string): void => {
    write(next);
    setPlanned(null);
    setProblem(null);
  };

  /** Sends the object with the version that it is a change of. */
  const send = async (dryRun: boolean): Promise<NotebookItem | null> => {
    const read = parsed(yaml, text);
    if ('wrong' in read) {
      setProblem(read.wrong);
      return null;
    }
    const { resourceVersion, generation } = base.metadata;
    const metadata = { ...read.object.metadata, resourceVersion, generation };
    setBusy(true);
    setProblem(null);
    try {
      return await api.editNotebook(namespace, name, { ...read.object, metadata }, dryRun);
    } catch (error) {
      const refused: Problem = problemOf(error);
      setProblem(refused.detail);
      return null;
    } finally {
      setBusy(false);
    }
  };

  const ask = async (): Promise<void> => {
    const answer = await send(true);
    setPlanned(answer?.object ?? null);
  };
  const apply = async (): Promise<void> => {
    const answer = await send(false);
    if (answer !== null) {
      onApplied(answer);
    }
  };
  const rebase = (current: Notebook): void => {
    const read = parsed(yaml, text);
    if ('wrong' in read) {
      setProblem(read.wrong);
      return;
    }
    const mine = mergePatchOf(visible(base), read.object);
    setBase(current);
    setText(yaml.stringify(mergePatched(visible(current), mine)));
  };
  return { text, base, busy, problem, planned, setText, ask, apply, rebase };
}
