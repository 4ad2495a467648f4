import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReplicaSummary } from '@kubeflow-lab/schema';
import * as React from 'react';
import type { ILive } from '@kubeflow-lab/live';
import { useFeed } from './hooks';
import { LogView } from './logView';

interface JobLogProps {
  live: ILive;
  namespace: string;
  name: string;
  replicas: readonly ReplicaSummary[];
  only?: string | null;
  trans: TranslationBundle;
}

/** The merged log of a job's replicas, live while it is shown. */
export function JobLog(props: JobLogProps): React.JSX.Element {
  const { live, namespace, name, replicas } = props;
  const feed = useFeed(live, { resource: 'logs', kind: 'tfjobs', namespace, name });
  return (
    <LogView
      job={name}
      feed={feed}
      replicas={replicas.map(replica => replica.name)}
      only={props.only}
      trans={props.trans}
      onRetry={() => live.retry()}
    />
  );
}
