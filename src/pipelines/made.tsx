import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { MadeModel } from '../models';

/** The served models that were made from a run, or from one value of it, each leading to its tab. */
export function MadeModels(props: {
  models: readonly MadeModel[];
  onModel: (name: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { models, onModel, trans } = props;
  return models.length === 0 ? null : (
    <p className="kfl-Step-fact kfl-Step-models">
      <span>{trans.__('Served as')}</span>
      {models.map(({ name, version, step, output }) => (
        <button
          key={name}
          type="button"
          className="kfl-Link"
          title={trans.__('Made from %1 of the step %2', output, step)}
          onClick={() => onModel(name)}
        >
          {version === null ? name : trans.__('%1, version %2', name, version)}
        </button>
      ))}
    </p>
  );
}
