import type { TranslationBundle } from '@jupyterlab/translation';
import type { Problem } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemError } from '../problem';
import { ProblemView } from './problem';

type Loading<T> =
  { state: 'loading' } | { state: 'failed'; problem: Problem } | { state: 'loaded'; value: T };

interface LoadedProps<T> {
  /** Called once, and again where it failed and a person asks; another function loads something else. */
  load: () => Promise<T>;
  /** What is shown instead of a problem that trying again would not change; null for all others. */
  refused?: (problem: Problem) => React.JSX.Element | null;
  children: (value: T) => React.ReactNode;
  trans: TranslationBundle;
}

/** Something that has to be loaded first: that it is being loaded, what came of it, or why nothing did. */
export function Loaded<T>(props: LoadedProps<T>): React.JSX.Element {
  const { load, refused, children, trans } = props;
  const [loading, setLoading] = React.useState<Loading<T>>({ state: 'loading' });
  const [attempt, setAttempt] = React.useState(0);
  React.useEffect(() => {
    let current = true;
    setLoading({ state: 'loading' });
    load().then(
      value => current && setLoading({ state: 'loaded', value }),
      (error: unknown) =>
        current && setLoading({ state: 'failed', problem: ProblemError.from(error).problem })
    );
    return () => {
      current = false;
    };
  }, [load, attempt]);
  switch (loading.state) {
    case 'loading':
      return (
        <p className="kfl-Note" role="status">
          {trans.__('Loading…')}
        </p>
      );
    case 'failed': {
      const again = () => setAttempt(attempt + 1);
      return (
        refused?.(loading.problem) ?? (
          <ProblemView problem={loading.problem} onRetry={again} trans={trans} />
        )
      );
    }
    case 'loaded':
      return <>{children(loading.value)}</>;
  }
}
