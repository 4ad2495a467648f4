import type { ModelAccess } from '@kubeflow-lab/schema';
import * as React from 'react';

import { FormFoot } from '../components';
import { ProblemError } from '../problem';
import type { AccessProps } from './access';
import { modelRef } from './ref';

type LimitProps = AccessProps & { access: ModelAccess; onChanged: () => void };

/** How often each client and each person may ask the model, and a form that changes it. */
export function LimitView(props: LimitProps): React.JSX.Element {
  const { access, trans } = props;
  const { limit, ownLimit } = access;
  const [opened, setOpened] = React.useState(false);
  return (
    <>
      <p className="kfl-Model-note kfl-Model-limit">
        {ownLimit
          ? trans.__(
              'Each client and each person may ask it %1 times a second, %2 times at once.',
              limit.perSecond,
              limit.burst
            )
          : trans.__(
              'Each client and each person may ask it %1 times a second, %2 times at once, as is usual here.',
              limit.perSecond,
              limit.burst
            )}
        {!opened && (
          <button type="button" className="kfl-Button" onClick={() => setOpened(true)}>
            {trans.__('Change limit…')}
          </button>
        )}
      </p>
      {opened && <LimitForm {...props} onClose={() => setOpened(false)} />}
    </>
  );
}

function LimitForm(props: LimitProps & { onClose: () => void }): React.JSX.Element {
  const { item, platform, access, onChanged, onClose, trans } = props;
  const [perSecond, setPerSecond] = React.useState(String(access.limit.perSecond));
  const [burst, setBurst] = React.useState(String(access.limit.burst));
  const [problem, setProblem] = React.useState<string | null>(null);
  const [busy, setBusy] = React.useState(false);
  const set = async (limit: object | null) => {
    setBusy(true);
    setProblem(null);
    try {
      await platform.client.act(modelRef(item), 'limit', { limit });
      onChanged();
      onClose();
    } catch (error) {
      setProblem(ProblemError.from(error).message);
      setBusy(false);
    }
  };
  const fields: [string, string, (text: string) => void][] = [
    [trans.__('Requests a second'), perSecond, setPerSecond],
    [trans.__('Requests at once'), burst, setBurst]
  ];
  return (
    <form
      className="kfl-Model-box"
      aria-label={trans.__('Limit')}
      onSubmit={event => {
        event.preventDefault();
        void set({ perSecond: Number(perSecond), burst: Number(burst) });
      }}
    >
      <div className="kfl-Model-canary">
        {fields.map(([label, value, change]) => (
          <label key={label}>
            {label}
            <input
              type="number"
              className="kfl-Filter"
              min={1}
              max={100_000}
              required
              value={value}
              onChange={({ target }) => change(target.value)}
            />
          </label>
        ))}
      </div>
      {problem !== null && (
        <p className="kfl-Create-wrong" role="alert">
          {problem}
        </p>
      )}
      {access.ownLimit && (
        <button type="button" className="kfl-Link" disabled={busy} onClick={() => void set(null)}>
          {trans.__('As is usual here')}
        </button>
      )}
      <FormFoot
        cancel={trans.__('Cancel')}
        submit={trans.__('Set limit')}
        disabled={busy}
        onClose={onClose}
      />
    </form>
  );
}
