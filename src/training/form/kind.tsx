import type { TranslationBundle } from '@jupyterlab/translation';
import { FORM_JOB_KINDS } from '@kubeflow-lab/resources';
import * as React from 'react';
import { useFeed } from '../../components';
import { NOT_INSTALLED } from '../../panels/engine';
import type { IPlatform } from '../../tokens';
import type { FormModel } from './model';

/** Which kind of job it is; `missing` says what the cluster lacks for it. */
export function KindField(props: {
  model: FormModel;
  missing: string | null;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, missing, trans } = props;
  const id = React.useId();
  return (
    <div className={`kfl-FormField${missing ? ' kfl-mod-invalid' : ''}`}>
      <label htmlFor={id}>{trans.__('Kind')}</label>
      <select
        id={id}
        className="kfl-Select"
        aria-invalid={missing !== null}
        value={model.kind.kind}
        onChange={({ target }) =>
          model.setKind(FORM_JOB_KINDS.find(({ kind }) => kind === target.value)!)
        }
      >
        {FORM_JOB_KINDS.map(({ kind, framework }) => (
          <option key={kind} value={kind}>
            {`${kind} (${framework})`}
          </option>
        ))}
      </select>
      {missing && (
        <div className="kfl-FormField-said">
          <p className="kfl-mod-problem">{missing}</p>
        </div>
      )}
    </div>
  );
}

/** What the cluster lacks for the chosen kind, in a sentence; null where nothing. Names of other jobs come along. */
export function useEngine(platform: IPlatform, model: FormModel): string | null {
  const { plural } = model.kind;
  const feed = useFeed(platform.live, { resource: plural, namespace: model.namespace });
  const names = Object.values(feed.items).map(({ object }) => object.metadata.name);
  const key = JSON.stringify(names.sort());
  React.useEffect(() => {
    const known = JSON.parse(key) as string[];
    model.know({ names: { ...model.surroundings.names, [plural]: known } });
  }, [model, plural, key]);
  return feed.problem?.type === NOT_INSTALLED
    ? (platform.kinds.get(plural)?.engine.missing ?? feed.problem.detail)
    : null;
}
