import type { Item } from '@kubeflow-lab/schema';
import * as React from 'react';
import { ItemLog } from '../components';
import { ProblemError } from '../problem';
import type { IPlatform, ObjectRef } from '../tokens';
import { downloadLog, EarlierLog } from './earlierLog';
import type { KindDescription, PanelSummary } from './kind';

interface LogTabProps {
  platform: IPlatform;
  kind: KindDescription;
  object: ObjectRef;
  item: Item<PanelSummary>;
  /** The part whose log is shown; null for all. */
  part: string | null;
  onPart: (part: string | null) => void;
}

/** The log of an object, with a choice of its part and a search. */
export function LogTab(props: LogTabProps): React.JSX.Element {
  const { platform, kind, object, item, part, onPart } = props;
  const { live, trans } = platform;
  const [search, setSearch] = React.useState('');
  const [earlier, setEarlier] = React.useState(false);
  const [said, setSaid] = React.useState('');
  const parts = kind.parts?.(item) ?? [];
  const previous = earlier && kind.restarted?.(item) === true;
  const save = () =>
    downloadLog(platform, object, { part, previous }).then(
      () => setSaid(''),
      error => setSaid(ProblemError.from(error).message)
    );
  return (
    <>
      <div className="kfl-LogTab-tools">
        {parts.length > 1 && (
          <select
            className="kfl-Select"
            aria-label={trans.__('Part of the log')}
            value={part ?? ''}
            onChange={event => onPart(event.target.value || null)}
          >
            <option value="">{trans.__('All parts')}</option>
            {parts.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        )}
        <input
          type="search"
          className="kfl-Filter"
          aria-label={trans.__('Only lines with this text')}
          placeholder={trans.__('Only lines with …')}
          value={search}
          onChange={event => setSearch(event.target.value)}
        />
        {kind.restarted?.(item) && (
          <label className="kfl-LogTab-choice">
            <input
              type="checkbox"
              checked={earlier}
              onChange={({ target }) => setEarlier(target.checked)}
            />
            {trans.__('Before the last restart')}
          </label>
        )}
        <button type="button" className="kfl-Button" onClick={() => void save()}>
          {trans.__('Download')}
        </button>
        {said && <span role="alert">{said}</span>}
      </div>
      {previous ? (
        <EarlierLog {...{ platform, object, parts, part, search }} />
      ) : (
        <ItemLog
          live={live}
          object={object}
          parts={parts}
          only={part}
          narrow={kind.narrowLog}
          search={search}
          trans={trans}
        />
      )}
    </>
  );
}
