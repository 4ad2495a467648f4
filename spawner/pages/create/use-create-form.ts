import { useEffect, useMemo, useState } from 'react';
import {
  beyondAfter,
  NOTHING_BEYOND,
  notebookObjects,
  readNotebook,
  type ReadNotebook
} from '@kubeflow-lab/resources';
import type { NotebookForm, NotebookObjects, NotebookOptions } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { navigate } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { topicsWith, uidOf, useLive } from '../../app/live.js';
import { useUser } from '../../app/session.js';
import { useUndo } from '../../ui/use-undo.js';
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
import { draftAfter } from './from-form.js';
import { settingsOf, wantedOf, type Settings, type Wrong } from './manifest.js';

const NO_SERVER_ERRORS: ServerErrors = { fields: {}, general: null };

/** The YAML where it is as somebody typed it, and not as the form makes it. */
export interface TypedYaml {
  text: string;
  /** Why the form does not follow it; null where it does. */
  wrong: Wrong | null;
}

export interface CreateForm {
  draft: Draft;
  form: NotebookForm;
  options: NotebookOptions;
  /** What the installation makes of the form. */
  settings: Settings;
  /** What is sent; null while something that is known here keeps it from that. */
  wanted: NotebookForm | NotebookObjects | null;
  typed: TypedYaml | null;
  /** What to show: errors of fields that were touched, and what the server said. */
  errors: Errors;
  general: string | null;
  busy: boolean;
  /** Counts the refused attempts, so that the first wrong field can be focused after each. */
  refusals: number;
  change: (field: Field, changes: Partial<Draft>) => void;
  /** The YAML was changed to `text`, which says `read`. */
  changeYaml: (text: string, read: ReadNotebook | Wrong) => void;
  /** From now on the YAML is as the form makes it. */
  settleYaml: () => void;
  undo: (() => void) | null;
  submit: () => Promise<void>;
}

export interface CreateFormOptions {
  namespace: string;
  options: NotebookOptions;
  around: Surroundings;
}

interface Typed {
  /** Null until something is typed. */
  draft: Draft | null;
  yaml: TypedYaml | null;
}

/** What was typed, which survives reloads, with a name suggested until one is. */
function useTyped(
  namespace: string,
  options: NotebookOptions,
  { servers, claims }: Surroundings
): { draft: Draft; yaml: TypedYaml | null } & Pick<
  ReturnType<typeof useUndo<Typed>>,
  'change' | 'replace' | 'undo'
> {
  const { value, change, replace, undo } = useUndo<Typed>(() => ({
    draft: storedDraft(namespace),
    yaml: null
  }));
  useEffect(() => {
    if (value.draft) {
      storeDraft(namespace, value.draft);
    }
  }, [namespace, value.draft]);
  const suggested = useMemo(
    () => ({ ...beginning(namespace, options), name: suggestName(servers, claims) }),
    [namespace, options, servers, claims]
  );
  return { draft: value.draft ?? suggested, yaml: value.yaml, change, replace, undo };
}

/** The form as it is read from the objects that it makes: the only way to compare it with what else is read. */
function asRead(form: NotebookForm, settings: Settings): NotebookForm {
  const read = readNotebook(notebookObjects(form, NOTHING_BEYOND, settings), settings);
  // A form that is not filled in yet may make none that can be read.
  return 'form' in read ? read.form : form;
}

function onlyTouched(errors: Errors, touched: ReadonlySet<Field>): Errors {
  return Object.fromEntries(
    Object.entries(errors).filter(([field]) => touched.has(field as Field))
  );
}

/** The state of the form and what can be done with it. */
export function useCreateForm({ namespace, options, around }: CreateFormOptions): CreateForm {
  const live = useLive();
  const creator = useUser();
  const typing = useTyped(namespace, options, around);
  const { draft, yaml: typed, change: setTyped, undo } = typing;
  const [touched, setTouched] = useState<ReadonlySet<Field>>(
    () => new Set<Field>(storedDraft(namespace) === null ? [] : ['name', 'workspace'])
  );
  const [all, setAll] = useState(false);
  const [refused, setRefused] = useState(NO_SERVER_ERRORS);
  const [refusals, setRefusals] = useState(0);
  const [busy, setBusy] = useState(false);
  const form = formOf(draft, options);
  const settings = useMemo(
    () => settingsOf(namespace, creator, options),
    [namespace, creator, options]
  );
  const read = { form, beyond: draft.beyond };
  const found = errorsOf(form, around);
  const complete = Object.keys(found).length === 0 && !typed?.wrong;
  const wanted = complete ? wantedOf(read, settings) : null;

  const change = (field: Field, changes: Partial<Draft>): void => {
    const next = { ...draft, ...changes };
    const beyond = beyondAfter(read, formOf(next, options), settings);
    setTyped({ draft: { ...next, beyond }, yaml: null }, field);
    setTouched(new Set([...touched, field]));
    setRefused(previous => ({
      fields: Object.fromEntries(Object.entries(previous.fields).filter(([key]) => key !== field)),
      general: null
    }));
  };

  const changeYaml = (text: string, changed: ReadNotebook | Wrong): void => {
    if ('reason' in changed) {
      setTyped({ draft, yaml: { text, wrong: changed } }, 'yaml');
      return;
    }
    const { beyond } = changed;
    const next = draftAfter(draft, [asRead(form, settings), changed.form], options);
    setTyped({ draft: { ...next, beyond }, yaml: { text, wrong: null } }, 'yaml');
    setRefused(NO_SERVER_ERRORS);
    // Whoever writes YAML fills no field after the other: all that is wrong is said.
    setAll(true);
  };

  const settleYaml = (): void => typing.replace({ draft, yaml: null });

  const refuse = (errors: ServerErrors): void => {
    setRefused(errors);
    setRefusals(count => count + 1);
    setBusy(false);
  };

  const submit = async (): Promise<void> => {
    setAll(true);
    if (wanted === null) {
      refuse(NO_SERVER_ERRORS);
      return;
    }
    setBusy(true);
    setRefused(NO_SERVER_ERRORS);
    try {
      const item = await api.createNotebook(namespace, wanted);
      topicsWith(namespace)
        .filter(topic => !live.feed(topic).items[uidOf(item)])
        .forEach(topic => live.tell(topic, { type: 'changed', item }));
      rememberChoice(namespace, draft);
      dropDraft(namespace);
      navigate(paths.servers(namespace), { passed: { created: form.name } });
    } catch (error) {
      refuse(errorsFrom(problemOf(error)));
    }
  };

  const errors = { ...(all ? found : onlyTouched(found, touched)), ...refused.fields };
  const { general } = refused;
  return {
    draft,
    form,
    options,
    settings,
    wanted,
    typed,
    errors,
    general,
    busy,
    refusals,
    change,
    changeYaml,
    settleYaml,
    undo,
    submit
  };
}
