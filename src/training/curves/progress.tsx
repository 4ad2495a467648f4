import type { TranslationBundle } from '@jupyterlab/translation';
import { type Course, estimateEnd } from '@kubeflow-lab/resources';
import * as React from 'react';
import { formatDuration, useNow } from '../../components';

/** How far a job is by what it printed, and how long it may still take while it runs. */
export function ProgressLine(props: {
  course: Course;
  running: boolean;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { course, running, trans } = props;
  const end = running ? estimateEnd(course) : null;
  const now = useNow(end === null ? null : 1000);
  const percent = Math.round(course.last.share * 100);
  const rest =
    end === null
      ? ''
      : end > now
        ? trans.__('about %1 left', formatDuration(end - now, trans))
        : trans.__('should be over any moment');
  return (
    <div className="kfl-Progress">
      <progress max={100} value={percent} aria-label={trans.__('Progress')} />
      <span>{[trans.__('%1 % done', percent), rest].filter(Boolean).join(' · ')}</span>
    </div>
  );
}
