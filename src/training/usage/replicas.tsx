import type { TranslationBundle } from '@jupyterlab/translation';
import type { TrainingJobSummary, TrainingUsage } from '@kubeflow-lab/schema';
import * as React from 'react';
import { Replicas } from '../../components';
import type { PictureProps } from '../../panels';
import type { ObjectRef } from '../../tokens';
import { usedAmounts } from './amounts';
import { useUsage } from './useUsage';

/** The replicas of a job, with what each of them uses while it runs. */
export function JobReplicas(
  props: PictureProps<TrainingJobSummary> & { plural: ObjectRef['plural'] }
): React.JSX.Element {
  const { item, platform, plural, gone, showLog } = props;
  const { trans } = platform;
  const { namespace = '', name } = item.object.metadata;
  const { replicas } = item.summary;
  const running = !gone && replicas.some(({ phase }) => phase === 'Running');
  const usage = useUsage(platform, { plural, namespace, name }, running);
  const used = new Map(usage?.replicas.map(one => [one.replica, one]));
  return (
    <>
      <Replicas
        job={name}
        replicas={replicas}
        onSelect={showLog}
        trans={trans}
        below={({ name: replica, phase }) => {
          const amounts = used.get(replica);
          return amounts && phase === 'Running' ? <Used of={amounts} trans={trans} /> : null;
        }}
      />
      {/* A card has no room for what nobody there can change. */}
      {showLog && usage?.why && <p className="kfl-Note">{usage.why}</p>}
    </>
  );
}

/** CPU and memory of one pod, each beside its limit. */
export function Used(props: {
  of: TrainingUsage['replicas'][number];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { of, trans } = props;
  return (
    <span
      className="kfl-Used"
      title={trans.__('In use, measured at %1', new Date(of.time).toLocaleTimeString())}
    >
      {usedAmounts(of, trans).map(({ id, name, text, share, near }) => (
        <span key={id} className={near ? 'kfl-Used-amount kfl-mod-near' : 'kfl-Used-amount'}>
          <span>{name}</span>
          {share === null ? (
            <span />
          ) : (
            <span className="kfl-Used-bar" aria-hidden="true">
              <span style={{ width: `${share * 100}%` }} />
            </span>
          )}
          <span className="kfl-Used-text">{text}</span>
        </span>
      ))}
    </span>
  );
}
