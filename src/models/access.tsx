import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceServiceSummary, Item, ModelAccess, ModelClient } from '@kubeflow-lab/schema';
import * as React from 'react';

import { Age, useNow } from '../components';
import { creatorOf } from '../panels/about';
import { ProblemError } from '../problem';
import type { IPlatform } from '../tokens';
import { LimitView } from './limit';
import { NewToken } from './newToken';
import { modelRef } from './ref';

export interface AccessProps {
  item: Item<InferenceServiceSummary>;
  platform: IPlatform;
  trans: TranslationBundle;
}

/** The programs that may ask the model through the gateway, and how often. */
export function AccessView(props: AccessProps): React.JSX.Element {
  const { item, platform, trans } = props;
  const { namespace = '', name, uid } = item.object.metadata;
  const [access, setAccess] = React.useState<ModelAccess | null>(null);
  const [problem, setProblem] = React.useState<ProblemError | null>(null);
  const [changes, setChanges] = React.useState(0);
  React.useEffect(() => {
    let stale = false;
    platform.client
      .act<ModelAccess>({ plural: 'inferenceservices', namespace, name }, 'access')
      .then(answer => stale || setAccess(answer))
      .catch(error => stale || setProblem(ProblemError.from(error)));
    return () => {
      stale = true;
    };
    // A model that was made anew has other clients.
  }, [platform, namespace, name, uid, changes]);

  const revoke = async (client: string) => {
    const { button } = await showDialog({
      title: trans.__('Revoke the token of %1?', client),
      body: trans.__('It is refused at once, and cannot be brought back.'),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.warnButton({ label: trans.__('Revoke') })
      ],
      defaultButton: 0
    });
    if (!button.accept) {
      return;
    }
    setProblem(null);
    try {
      const left = await platform.client.act<ModelAccess>(modelRef(item), 'revokeClient', {
        name: client
      });
      setAccess(left);
    } catch (error) {
      setProblem(ProblemError.from(error));
    }
  };
  return (
    <section className="kfl-Model-section" aria-label={trans.__('Access')}>
      <h3>{trans.__('Access')}</h3>
      {problem !== null &&
        (access === null && problem.problem.status === 403 ? (
          <p className="kfl-Model-note">{problem.message}</p>
        ) : (
          <p className="kfl-Create-wrong" role="alert">
            {problem.message}
          </p>
        ))}
      {access === null && problem === null && (
        <p className="kfl-Model-note" role="status">
          {trans.__('Loading…')}
        </p>
      )}
      {access !== null && (
        <>
          <Clients
            clients={access.clients}
            onRevoke={client => void revoke(client)}
            trans={trans}
          />
          <NewToken {...props} onMade={() => setChanges(changes + 1)} />
          <LimitView {...props} access={access} onChanged={() => setChanges(changes + 1)} />
        </>
      )}
    </section>
  );
}

function Clients(props: {
  clients: readonly ModelClient[];
  onRevoke: (client: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { clients, onRevoke, trans } = props;
  const now = useNow(60_000);
  if (clients.length === 0) {
    return (
      <p className="kfl-Model-note">
        {trans.__(
          'No program has a token for this model. One lets it ask from outside the cluster.'
        )}
      </p>
    );
  }
  return (
    <div className="kfl-Model-scroll">
      <table className="kfl-Model-table" aria-label={trans.__('Clients')}>
        <thead>
          <tr>
            <th>{trans.__('Client')}</th>
            <th>{trans.__('Expires')}</th>
            <th>{trans.__('Made')}</th>
            <th>{trans.__('By')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {clients.map(({ name, created, createdBy, expires }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>
                <Expiry expires={expires} now={now} trans={trans} />
              </td>
              <td>{created && <Age createdAt={created} now={now} trans={trans} />}</td>
              <td className="kfl-Model-by" title={createdBy ?? undefined}>
                {creatorOf(createdBy ?? undefined, trans)}
              </td>
              <td>
                <button
                  type="button"
                  className="kfl-Button kfl-mod-warn"
                  aria-label={trans.__('Revoke the token of %1', name)}
                  onClick={() => onRevoke(name)}
                >
                  {trans.__('Revoke')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** When a token ends, by the day. */
export function Expiry(props: {
  expires: string;
  now: number;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { expires, now, trans } = props;
  const at = new Date(expires);
  return (
    <time dateTime={expires} title={at.toLocaleString()}>
      {at.getTime() > now
        ? at.toLocaleDateString()
        : trans.__('expired %1', at.toLocaleDateString())}
    </time>
  );
}
