import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  InferenceServiceSummary,
  Item,
  ModelVersion,
  ModelVersions
} from '@kubeflow-lab/schema';
import * as React from 'react';

import { Age, Commit, formatBytes, useNow } from '../components';
import { ProblemError } from '../problem';
import type { IPlatform } from '../tokens';
import { FIRST_PERCENT } from './canary';
import { className } from './new/outputs';
import { NotebookLink, RunLink } from './origin';
import { modelRef } from './ref';

interface VersionsProps {
  item: Item<InferenceServiceSummary>;
  platform: IPlatform;
  trans: TranslationBundle;
}

/** The versions that lie in the bucket, the one that is served among them, and the way back to another. */
export function Versions(props: VersionsProps): React.JSX.Element | null {
  const { item, platform, trans } = props;
  const { version, noCanary } = item.summary;
  const [known, setKnown] = React.useState<ModelVersion[] | null>(null);
  const [problem, setProblem] = React.useState<string | null>(null);
  const [busy, setBusy] = React.useState<string | null>(null);
  const now = useNow(60_000);
  const whyNot = React.useId();
  const { namespace = '', name } = item.object.metadata;
  React.useEffect(() => {
    let stale = false;
    platform.client
      .act<ModelVersions>({ plural: 'inferenceservices', namespace, name }, 'versions')
      .then(({ items }) => stale || setKnown(items))
      .catch(error => stale || setProblem(ProblemError.from(error).message));
    return () => {
      stale = true;
    };
    // Another version to be served is also when there is a new one to be shown.
  }, [platform, namespace, name, version]);

  const act = async (wanted: string, action: string, body: object) => {
    setBusy(wanted);
    setProblem(null);
    try {
      await platform.client.act(modelRef(item), action, { version: wanted, ...body });
    } catch (error) {
      setProblem(ProblemError.from(error).message);
    } finally {
      setBusy(null);
    }
  };
  if (known?.length === 0) {
    return null;
  }
  return (
    <section className="kfl-Model-section" aria-label={trans.__('Versions')}>
      <h3>{trans.__('Versions')}</h3>
      {problem !== null && (
        <p className="kfl-Create-wrong" role="alert">
          {problem}
        </p>
      )}
      {known === null && problem === null && (
        <p className="kfl-Model-note" role="status">
          {trans.__('Loading…')}
        </p>
      )}
      {known !== null && (
        <div className="kfl-Model-scroll kfl-Model-versions">
          <table className="kfl-Model-table">
            <thead>
              <tr>
                <th>{trans.__('Version')}</th>
                <th>{trans.__('Model')}</th>
                <th>{trans.__('From')}</th>
                <th>{trans.__('Size')}</th>
                <th>{trans.__('Stored')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {known.map(one => (
                <tr key={one.version} aria-current={one.version === version}>
                  <td>{one.version}</td>
                  <td title={one.type ?? undefined}>{one.type && className(one.type)}</td>
                  <td>
                    <Origin version={one} item={item} platform={platform} />
                    {one.commit !== null && (
                      <Commit commit={one.commit} changed={one.changed} trans={trans} />
                    )}
                    <Data version={one} item={item} platform={platform} trans={trans} />
                  </td>
                  <td>{formatBytes(one.bytes)}</td>
                  <td>{one.created && <Age createdAt={one.created} now={now} trans={trans} />}</td>
                  <td>
                    {stateOf(one.version, item.summary, trans) ?? (
                      <div className="kfl-Model-deeds">
                        <button
                          type="button"
                          className="kfl-Button"
                          disabled={busy !== null || noCanary !== null}
                          aria-describedby={noCanary === null ? undefined : whyNot}
                          title={
                            noCanary ?? trans.__('Give it %1 % of the requests', FIRST_PERCENT)
                          }
                          onClick={() =>
                            void act(one.version, 'canary', { percent: FIRST_PERCENT })
                          }
                        >
                          {trans.__('Try as canary')}
                        </button>
                        <button
                          type="button"
                          className="kfl-Button"
                          disabled={busy !== null}
                          onClick={() => void act(one.version, 'rollback', {})}
                        >
                          {labelOf(one.version, known, version, trans)}
                        </button>
                      </div>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {/* Where nothing can be tried, nothing needs an excuse. */}
      {noCanary !== null && known?.some(one => one.version !== version) && (
        <p className="kfl-Model-note" id={whyNot}>
          {noCanary}
        </p>
      )}
    </section>
  );
}

/** What a version does now; null for one that does nothing. */
function stateOf(
  version: string,
  { version: served, canary, rollout, message }: InferenceServiceSummary,
  trans: TranslationBundle
): React.JSX.Element | null {
  const state = (text: string) => <span className="kfl-Model-current">{text}</span>;
  if (version === served) {
    const answers = rollout === 'Complete' || message.startsWith(`Serving version ${version}`);
    return state(answers ? trans.__('served') : trans.__('to be served'));
  }
  return version === canary?.version ? state(trans.__('canary, %1 %', canary.percent)) : null;
}

/** Where a version comes from: the step of a run, or the notebook. */
function Origin(props: {
  version: ModelVersion;
  item: Item;
  platform: IPlatform;
}): React.JSX.Element | null {
  const { version, item, platform } = props;
  const { origin, notebook } = version;
  const { namespace = '' } = item.object.metadata;
  if (origin !== null) {
    return <RunLink origin={origin} namespace={namespace} platform={platform} />;
  }
  return notebook === null ? null : <NotebookLink path={notebook} platform={platform} />;
}

/** What the step took that made a version: with another hash, it was other data. */
function Data(props: VersionsProps & { version: ModelVersion }): React.JSX.Element | null {
  const { version, item, platform, trans } = props;
  const { data, origin } = version;
  const { namespace = '' } = item.object.metadata;
  return data.length === 0 ? null : (
    <ul className="kfl-Model-data" aria-label={trans.__('Data')}>
      {data.map(({ name, step, sha256 }) => (
        <li
          key={`${step}/${name}`}
          title={
            step === null
              ? trans.__('The file %1, SHA-256 %2', name, sha256)
              : trans.__('%1 of the step %2, SHA-256 %3', name, step, sha256)
          }
        >
          {origin === null || step === null ? (
            name
          ) : (
            <RunLink origin={{ run: origin.run, step, output: name }} {...{ namespace, platform }}>
              {name}
            </RunLink>
          )}{' '}
          <code>{sha256.slice(0, 8)}</code>
        </li>
      ))}
    </ul>
  );
}

/** The list has the highest version first: what stands below the served one is older. */
function labelOf(
  wanted: string,
  all: readonly ModelVersion[],
  served: string | null,
  trans: TranslationBundle
): string {
  const place = (version: string | null) => all.findIndex(one => one.version === version);
  return place(served) >= 0 && place(wanted) > place(served)
    ? trans.__('Roll back to version %1', wanted)
    : trans.__('Serve version %1', wanted);
}
