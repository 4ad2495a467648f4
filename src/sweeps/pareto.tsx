import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { paretoFront } from '../charts/analysis';
import type { Board } from '../charts/board';
import { Scatter } from '../charts/scatter';
import { Figure } from './figure';

interface ParetoProps {
  data: Board['data'];
  board: Board;
  name: string;
  tip: (row: number) => string;
  trans: TranslationBundle;
}

/** The objective against another metric, and the trials that no other one beats in both. */
export function Pareto({ data, board, name, tip, trans }: ParetoProps): React.JSX.Element {
  const [said, setSaid] = React.useState('');
  const [isMore, setIsMore] = React.useState<boolean | null>(null);
  const { objective, others, sign } = data;
  const other = others.find(column => column.name === said) ?? others[0];
  // A loss, an error or a duration is better where it is less; the person knows, so it can be said.
  const more = isMore ?? !/loss|err|time|sec|size|cost|mse|mae/i.test(other.name);
  const line = React.useMemo(
    () =>
      paretoFront(other.raw, objective.raw, [more ? 1 : -1, sign]).map((row): [number, number] => [
        other.at(other.raw[row]),
        objective.at(objective.raw[row])
      ]),
    [other, objective, more, sign]
  );
  return (
    <Figure
      {...{ name, trans }}
      what="pareto"
      caption={trans.__('%1 and another metric', objective.name)}
      choice={
        <>
          <select
            aria-label={trans.__('The other metric')}
            value={other.name}
            onChange={event => setSaid(event.target.value)}
          >
            {others.map(column => (
              <option key={column.name}>{column.name}</option>
            ))}
          </select>
          <select
            aria-label={trans.__('What is better of the other metric')}
            value={more ? 'more' : 'less'}
            onChange={event => setIsMore(event.target.value === 'more')}
          >
            <option value="more">{trans.__('more is better')}</option>
            <option value="less">{trans.__('less is better')}</option>
          </select>
        </>
      }
    >
      <Scatter
        {...{ board, tip, line }}
        label={trans.__('%1 against %2', objective.name, other.name)}
        x={other}
        y={objective}
        height={240}
      />
    </Figure>
  );
}
