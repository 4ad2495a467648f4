import type { NewClient } from '@kubeflow-lab/schema';
import * as React from 'react';

import { Field, FormFoot } from '../components';
import { ProblemError } from '../problem';
import type { AccessProps } from './access';
import { modelRef } from './ref';
import { ProgramTexts, clientCurl, clientPython } from './snippets';

/** Days for which a token may be good. */
const DAYS = [1, 7, 30, 90, 365];
const USUAL_DAYS = 30;

/** A button that opens the form for a new token, and the token that came of it, shown once. */
export function NewToken(props: AccessProps & { onMade: () => void }): React.JSX.Element {
  const { onMade, trans } = props;
  const [opened, setOpened] = React.useState(false);
  const [made, setMade] = React.useState<NewClient | null>(null);
  if (made !== null) {
    return <MadeToken {...props} made={made} onClose={() => setMade(null)} />;
  }
  return opened ? (
    <TokenForm
      {...props}
      onClose={() => setOpened(false)}
      onMade={client => {
        setMade(client);
        setOpened(false);
        onMade();
      }}
    />
  ) : (
    <button type="button" className="kfl-Button" onClick={() => setOpened(true)}>
      {trans.__('New token…')}
    </button>
  );
}

function TokenForm(
  props: AccessProps & { onMade: (made: NewClient) => void; onClose: () => void }
): React.JSX.Element {
  const { item, platform, onMade, onClose, trans } = props;
  const [name, setName] = React.useState('');
  const [days, setDays] = React.useState(USUAL_DAYS);
  const [problem, setProblem] = React.useState<string | null>(null);
  const [busy, setBusy] = React.useState(false);
  const make = async () => {
    setBusy(true);
    setProblem(null);
    try {
      onMade(await platform.client.act<NewClient>(modelRef(item), 'newClient', { name, days }));
    } catch (error) {
      setProblem(ProblemError.from(error).message);
      setBusy(false);
    }
  };
  return (
    <form
      className="kfl-Model-box"
      aria-label={trans.__('New token')}
      onSubmit={event => {
        event.preventDefault();
        void make();
      }}
    >
      <Field
        label={trans.__('Client')}
        hint={trans.__('The program that is to ask the model, such as shop.')}
        problems={problem === null ? [] : [{ message: problem, severity: 'error' }]}
      >
        {input => (
          <input
            {...input}
            className="kfl-Filter"
            autoComplete="off"
            spellCheck={false}
            autoFocus
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      <Field label={trans.__('Good for')}>
        {input => (
          <select
            {...input}
            className="kfl-Select"
            value={days}
            onChange={({ target }) => setDays(Number(target.value))}
          >
            {DAYS.map(count => (
              <option key={count} value={count}>
                {trans._n('%1 day', '%1 days', count, count)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <FormFoot
        cancel={trans.__('Cancel')}
        submit={busy ? trans.__('Making…') : trans.__('Make token')}
        disabled={busy || name === ''}
        onClose={onClose}
      />
    </form>
  );
}

function MadeToken(
  props: AccessProps & { made: NewClient; onClose: () => void }
): React.JSX.Element {
  const { item, platform, made, onClose, trans } = props;
  const { name, expires, token } = made;
  return (
    <div className="kfl-Model-box" role="group" aria-label={trans.__('Token of %1', name)}>
      <p className="kfl-Model-note" role="status">
        {trans.__(
          'The token of %1, good until %2. Copy it now: it is shown this once, and only its hash is kept.',
          name,
          new Date(expires).toLocaleString()
        )}
      </p>
      <ProgramTexts
        platform={platform}
        trans={trans}
        texts={origin => [
          [trans.__('Token'), token],
          ...(origin === null
            ? []
            : ([
                ['curl', clientCurl(item, origin, token)],
                [trans.__('Python, anywhere'), clientPython(item, origin, token)]
              ] as [string, string][]))
        ]}
      />
      <div className="kfl-Create-tools kfl-mod-end">
        <button type="button" className="kfl-Button" onClick={onClose}>
          {trans.__('Done')}
        </button>
      </div>
    </div>
  );
}
