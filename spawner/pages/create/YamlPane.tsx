import { useMemo } from 'react';
import { beyondParts, notebookObjects, same, type BeyondPart } from '@kubeflow-lab/resources';

import { Told } from '../../text/Told.js';
import { loadYaml } from '../../text/yaml.js';
import { t, tn } from '../../text/translator.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { errorId } from '../../ui/Field.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { useAsync } from '../../ui/use-async.js';
import { readYaml, writeYaml, type Wrong } from './manifest.js';
import type { CreateForm } from './use-create-form.js';

type Yaml = typeof import('yaml');

/** So many are named; the rest is counted. */
const NAMED_MAX = 8;

function partText({ kind, name }: BeyondPart): string {
  switch (kind) {
    case 'container':
      return t('container {name}', { name });
    case 'initContainer':
      return t('init container {name}', { name });
    case 'volume':
      return t('volume {name}', { name });
    case 'variable':
      return t('variable {name}', { name });
    case 'label':
      return t('label {name}', { name });
    case 'annotation':
      return t('annotation {name}', { name });
    case 'field':
      return name;
  }
}

/** What is in the YAML and in no field of the form. */
function BeyondForm({ create }: { create: CreateForm }): JSX.Element | null {
  const parts = beyondParts(create.draft.beyond);
  if (parts.length === 0) {
    return null;
  }
  const names = parts.slice(0, NAMED_MAX).map(partText);
  const more = parts.length - names.length;
  const list = [...names, ...(more > 0 ? [tn('{count} more', '{count} more', more)] : [])];
  return (
    <p className="field-hint">
      {t('Also in the YAML, whatever the form says: {parts}.', { parts: list.join(', ') })}
    </p>
  );
}

function WrongYaml({ wrong: { place, reason } }: { wrong: Wrong }): JSX.Element {
  return (
    <p className="field-error" id={errorId('yaml')} role="status">
      <Icon name="error" />
      <span>
        {place ? `${place} ` : null}
        <Told text={reason} /> {t('The form stays as it was.')}
      </span>
    </p>
  );
}

function Editor({ yaml, create }: { yaml: Yaml; create: CreateForm }): JSX.Element {
  const { form, draft, settings, typed, changeYaml, settleYaml, undo } = create;
  const objects = useMemo(
    () => notebookObjects(form, draft.beyond, settings),
    [form, draft.beyond, settings]
  );
  const made = useMemo(() => writeYaml(yaml, objects), [yaml, objects]);
  const text = typed?.text ?? made;
  const wrong = typed?.wrong ?? null;
  /** What was typed is shown as it will be sent, where that is something else than another way to write it. */
  const settle = (): void => {
    if (typed !== null && wrong === null) {
      const parts = yaml.parseAllDocuments(typed.text).map(part => part.toJS() as unknown);
      if (
        !same(
          parts.filter(part => part !== null),
          JSON.parse(JSON.stringify(objects))
        )
      ) {
        settleYaml();
      }
    }
  };
  return (
    <>
      <div className="yaml-head">
        <h2>{t('YAML')}</h2>
        <button
          type="button"
          className="button"
          disabled={undo === null}
          onClick={undo ?? undefined}
        >
          <Icon name="undo" />
          {t('Undo')}
        </button>
        <CopyButton text={() => text} />
      </div>
      <textarea
        className="code-box"
        aria-label={t('What will be made, as YAML, to change')}
        {...(wrong ? { 'aria-invalid': true, 'aria-describedby': errorId('yaml') } : {})}
        spellCheck={false}
        autoCapitalize="none"
        rows={24}
        value={text}
        onChange={event =>
          changeYaml(event.target.value, readYaml(yaml, event.target.value, settings))
        }
        onBlur={settle}
      />
      {wrong ? <WrongYaml wrong={wrong} /> : null}
      <BeyondForm create={create} />
    </>
  );
}

export interface YamlPaneProps {
  create: CreateForm;
  /** Whether it is known what the installation makes of a form. */
  ready: boolean;
}

/** The objects that the form makes, as YAML beside it: each follows the other. */
export function YamlPane({ create, ready }: YamlPaneProps): JSX.Element {
  const { value: yaml, problem } = useAsync(loadYaml);
  return (
    <section className="form-section yaml-pane" aria-label={t('YAML')}>
      {problem ? (
        <Notice tone="warning">
          <Told text={problem.detail} />
        </Notice>
      ) : yaml && ready ? (
        <Editor yaml={yaml} create={create} />
      ) : (
        <p className="quiet">{t('Loading …')}</p>
      )}
    </section>
  );
}
