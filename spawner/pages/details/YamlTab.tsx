import { useMemo, useState } from 'react';
import type { NotebookItem, Project } from '@kubeflow-lab/schema';

import { useAnnounce } from '../../app/announcer.js';
import { tellServer, useLive } from '../../app/live.js';
import { t } from '../../text/translator.js';
import { loadYaml } from '../../text/yaml.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { Failure } from '../../ui/Failure.js';
import { useAsync } from '../../ui/use-async.js';
import { YamlEditor } from './YamlEditor.js';

export interface YamlTabProps {
  item: NotebookItem;
  role: Project['role'] | null;
}

/** The object as it lies in the cluster, to read, to copy and to change. */
export function YamlTab({ item, role }: YamlTabProps): JSX.Element {
  const { value: yaml, problem, reload } = useAsync(loadYaml);
  const live = useLive();
  const announce = useAnnounce();
  const [editing, setEditing] = useState(false);
  const text = useMemo(() => yaml?.stringify(item.object) ?? '', [yaml, item]);
  if (problem) {
    return <Failure title={t('The YAML could not be shown')} {...{ problem, onRetry: reload }} />;
  }
  if (!yaml) {
    return <p role="status">{t('Loading …')}</p>;
  }
  if (editing) {
    return (
      <YamlEditor
        {...{ yaml, item }}
        onClose={() => setEditing(false)}
        onApplied={changed => {
          tellServer(live, changed);
          announce(t('The changes were applied.'));
          setEditing(false);
        }}
      />
    );
  }
  return (
    <section>
      <div className="tab-tools">
        {role !== null && role !== 'viewer' ? (
          <button type="button" className="button" onClick={() => setEditing(true)}>
            {t('Edit')}
          </button>
        ) : null}
        <CopyButton text={() => text} />
      </div>
      <pre className="code-box" tabIndex={0} role="region" aria-label={t('The object as YAML')}>
        {text}
      </pre>
    </section>
  );
}
