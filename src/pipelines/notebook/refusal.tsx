import type { TranslationBundle } from '@jupyterlab/translation';
import type { Diagnostic } from '@kubeflow-lab/compiler';
import * as React from 'react';

import { ProblemError } from '../../problem';
import { Diagnostics } from './diagnostics';

/** What the server says to a run: what it found in the notebook, or one sentence and what belongs to it. */
export type Refusal = { diagnostics: readonly Diagnostic[] } | { sentences: string[] };

export function refusalOf(error: unknown): Refusal {
  const { problem, message } = ProblemError.from(error);
  const { diagnostics } = problem as { diagnostics?: Diagnostic[] };
  const details = (problem.errors ?? []).map(one => one.message);
  return diagnostics?.length ? { diagnostics } : { sentences: [...new Set([message, ...details])] };
}

/** Why a run was refused; where that stands in a notebook's cells, it leads there. */
export function RefusalView(props: {
  refusal: Refusal;
  onCell: (id: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { refusal, onCell, trans } = props;
  return (
    <div className="kfl-Pipeline-problem" role="alert">
      {'diagnostics' in refusal ? (
        <Diagnostics diagnostics={refusal.diagnostics} onCell={onCell} trans={trans} />
      ) : (
        refusal.sentences.map(sentence => <p key={sentence}>{sentence}</p>)
      )}
    </div>
  );
}
