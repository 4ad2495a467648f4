import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceServiceSummary, Item } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemError } from '../problem';
import type { IPlatform } from '../tokens';
import { modelRef } from './ref';

/** The share of requests with which a version is tried first. */
export const FIRST_PERCENT = 10;

/** The version that gets a share of the requests: how it is, how large the share is, and what becomes of it. */
export function CanaryView(props: {
  item: Item<InferenceServiceSummary>;
  platform: IPlatform;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { item, platform, trans } = props;
  const { canary } = item.summary;
  const [wanted, setWanted] = React.useState<string | null>(null);
  const [problem, setProblem] = React.useState<string | null>(null);
  const [busy, setBusy] = React.useState(false);
  if (canary === null) {
    return null;
  }
  const act = async (action: string, body?: object) => {
    setBusy(true);
    setProblem(null);
    try {
      await platform.client.act(modelRef(item), action, body);
      setWanted(null);
    } catch (error) {
      setProblem(ProblemError.from(error).message);
    } finally {
      setBusy(false);
    }
  };
  const { version } = canary;
  const name = version === null ? trans.__('the canary') : trans.__('version %1', version);
  const percent = wanted ?? String(canary.percent);
  const isShare = /^\d{1,3}$/.test(percent) && Number(percent) <= 100;
  return (
    <section className="kfl-Model-section" aria-label={trans.__('Canary')}>
      <h3>{trans.__('Canary')}</h3>
      <p className="kfl-Model-note">
        {canary.ready
          ? trans.__('%1 % of the requests through the gateway go to %2.', canary.percent, name)
          : canary.message}
      </p>
      {problem !== null && (
        <p className="kfl-Create-wrong" role="alert">
          {problem}
        </p>
      )}
      <form
        className="kfl-Model-canary"
        onSubmit={event => {
          event.preventDefault();
          void act('canary', { version, percent: Number(percent) });
        }}
      >
        <label>
          {trans.__('Share in %')}
          <input
            type="number"
            className="kfl-Filter"
            min={0}
            max={100}
            value={percent}
            disabled={version === null}
            onChange={event => setWanted(event.target.value)}
          />
        </label>
        <button
          type="submit"
          className="kfl-Button"
          disabled={busy || version === null || !isShare || Number(percent) === canary.percent}
        >
          {trans.__('Change share')}
        </button>
        <button
          type="button"
          className="kfl-Button kfl-mod-main"
          disabled={busy || !canary.ready}
          title={canary.ready ? undefined : trans.__('It does not answer yet.')}
          onClick={() => void act('promote')}
        >
          {trans.__('Promote %1', name)}
        </button>
        <button
          type="button"
          className="kfl-Button"
          disabled={busy}
          onClick={() => void act('withdraw')}
        >
          {trans.__('Withdraw')}
        </button>
      </form>
    </section>
  );
}
