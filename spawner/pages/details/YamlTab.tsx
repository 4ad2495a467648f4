import { useMemo } from 'react';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { ApiError, unreachable } from '../../api/problem.js';
import { t } from '../../text/translator.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { Failure } from '../../ui/Failure.js';
import { useAsync } from '../../ui/use-async.js';

/** Loaded only where it is needed: it is as large as a fifth of the rest of the app. */
async function loadYaml(): Promise<typeof import('yaml')> {
  try {
    return await import('yaml');
  } catch {
    throw new ApiError(unreachable());
  }
}

/** The object as it lies in the cluster, to read and to copy. */
export function YamlTab({ item }: { item: NotebookItem }): JSX.Element {
  const { value: yaml, problem, reload } = useAsync(loadYaml);
  const text = useMemo(() => yaml?.stringify(item.object) ?? '', [yaml, item]);
  if (problem) {
    return <Failure title={t('The YAML could not be shown')} {...{ problem, onRetry: reload }} />;
  }
  if (!yaml) {
    return <p role="status">{t('Loading …')}</p>;
  }
  return (
    <section>
      <div className="tab-tools">
        <CopyButton text={() => text} />
      </div>
      <pre className="code-box" tabIndex={0} role="region" aria-label={t('The object as YAML')}>
        {text}
      </pre>
    </section>
  );
}
