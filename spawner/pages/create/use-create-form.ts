import { useEffect, useMemo, useState } from 'react';
import type { NotebookForm, NotebookOptions } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { navigate } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { useLive, uidOf } from '../../app/live.js';
import { beginning, rememberChoice } from './beginning.js';
import { dropDraft, formOf, storeDraft, storedDraft, suggestName, type Draft } from './draft.js';
import {
  errorsFrom,
  errorsOf,
  type Errors,
  type Field,
  type ServerErrors,
  type Surroundings
} from './errors.js';

const NO_SERVER_ERRORS: ServerErrors = { fields: {}, general: null };

export interface CreateForm {
  draft: Draft;
  form: NotebookForm;
  options: NotebookOptions;
  /** Whether nothing that is known here keeps it from being sent. */
  complete: boolean;
  /** What to show: errors of fields that were touched, and what the server said. */
  errors: Errors;
  general: string | null;
  busy: boolean;
  /** Counts the refused attempts, so that the first wrong field can be focused after each. */
  refusals: number;
  change: (field: Field, changes: Partial<Draft>) => void;
  submit: () => Promise<void>;
}

export interface CreateFormOptions {
  namespace: string;
  options: NotebookOptions;
  around: Surroundings;
}

/** The draft, which survives reloads, with a name suggested until one is typed. */
function useDraft(
  namespace: string,
  options: NotebookOptions,
  { servers, claims }: Surroundings
): [Draft, (draft: Draft) => void, boolean] {
  const [typed, setTyped] = useState(() => storedDraft(namespace));
  useEffect(() => {
    if (typed) {
      storeDraft(namespace, typed);
    }
  }, [namespace, typed]);
  const suggested = useMemo(
    () => ({ ...beginning(namespace, options), name: suggestName(servers, claims) }),
    [namespace, options, servers, claims]
  );
  return [typed ?? suggested, setTyped, typed !== null];
}

function onlyTouched(errors: Errors, touched: ReadonlySet<Field>): Errors {
  return Object.fromEntries(
    Object.entries(errors).filter(([field]) => touched.has(field as Field))
  );
}

/** The state of the form and what can be done with it. */
export function useCreateForm({ namespace, options, around }: CreateFormOptions): CreateForm {
  const live = useLive();
  const [draft, setDraft, restored] = useDraft(namespace, options, around);
  const [touched, setTouched] = useState<ReadonlySet<Field>>(
    () => new Set<Field>(restored ? ['name', 'workspace'] : [])
  );
  const [all, setAll] = useState(false);
  const [refused, setRefused] = useState(NO_SERVER_ERRORS);
  const [refusals, setRefusals] = useState(0);
  const [busy, setBusy] = useState(false);
  const form = formOf(draft, options);
  const found = errorsOf(form, around);

  const change = (field: Field, changes: Partial<Draft>): void => {
    setDraft({ ...draft, ...changes });
    setTouched(new Set([...touched, field]));
    setRefused(previous => ({
      fields: Object.fromEntries(Object.entries(previous.fields).filter(([key]) => key !== field)),
      general: null
    }));
  };

  const refuse = (errors: ServerErrors): void => {
    setRefused(errors);
    setRefusals(count => count + 1);
    setBusy(false);
  };

  const submit = async (): Promise<void> => {
    setAll(true);
    if (Object.keys(found).length > 0) {
      refuse(NO_SERVER_ERRORS);
      return;
    }
    setBusy(true);
    setRefused(NO_SERVER_ERRORS);
    try {
      const item = await api.createNotebook(namespace, form);
      const topic = { resource: 'notebooks', namespace } as const;
      if (!live.feed(topic).items[uidOf(item)]) {
        live.tell(topic, { type: 'changed', item });
      }
      rememberChoice(namespace, draft);
      dropDraft(namespace);
      navigate(paths.servers(namespace), { passed: { created: form.name } });
    } catch (error) {
      refuse(errorsFrom(problemOf(error)));
    }
  };

  const errors = { ...(all ? found : onlyTouched(found, touched)), ...refused.fields };
  const complete = Object.keys(found).length === 0;
  const { general } = refused;
  return { draft, form, options, complete, errors, general, busy, refusals, change, submit };
}
