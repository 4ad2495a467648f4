import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { BoardData } from '../charts/board';

/** How much of the result's variance each parameter explains alone, the most important first. */
export function Importance(props: {
  data: BoardData;
  weights: readonly number[];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { data, weights, trans } = props;
  const order = data.parameters
    .map(({ name }, index) => ({ name, weight: weights[index] }))
    .sort((a, b) => b.weight - a.weight);
  return (
    <figure>
      <figcaption>
        <span>
          {trans.__('Importance: how much of %1 each parameter explains', data.objective.name)}
        </span>
      </figcaption>
      <ul className="kfl-Importance">
        {order.map(({ name, weight }) => (
          <li key={name}>
            <span className="kfl-Importance-name" title={name}>
              {name}
            </span>
            <span className="kfl-Importance-track">
              <span style={{ width: `${100 * weight}%` }} />
            </span>
            <span className="kfl-Importance-value">
              {trans.__('%1 %', Math.round(100 * weight))}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
