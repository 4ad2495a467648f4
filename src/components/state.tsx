import type { TranslationBundle } from '@jupyterlab/translation';
import type { Phase } from '@kubeflow-lab/schema';
import * as React from 'react';
import { lookOf, type PhaseLook } from './phase';

const shapes: Record<PhaseLook['glyph'], React.JSX.Element> = {
  clock: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 4.5V8l2.5 1.75" />
    </>
  ),
  ring: (
    <>
      <circle className="kfl-StateIcon-track" cx="8" cy="8" r="6.25" />
      <path d="M8 1.75A6.25 6.25 0 0 1 14.25 8" />
    </>
  ),
  check: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m5 8.25 2.1 2.1L11 6" />
    </>
  ),
  cross: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m5.75 5.75 4.5 4.5m0-4.5-4.5 4.5" />
    </>
  ),
  square: <rect x="3" y="3" width="10" height="10" rx="1.5" />,
  question: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M6.2 6.3a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.8.6-.8 1.2M8 11.4v.1" />
    </>
  )
};

interface StateProps {
  phase: Phase;
  /** Whether it is the state of something that runs until it is stopped. */
  lasting?: boolean;
  trans: TranslationBundle;
}

/** The shape of a phase in its colour. It says nothing to a screen reader: the word stands beside it. */
export function StateIcon({ phase, lasting, trans }: StateProps): React.JSX.Element {
  const { glyph, tone } = lookOf(phase, trans, lasting);
  return (
    <svg
      className={`kfl-StateIcon kfl-mod-${tone} kfl-mod-${glyph}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[glyph]}
    </svg>
  );
}

/** A phase as shape and word. */
export function StatePill(props: StateProps): React.JSX.Element {
  const { phase, lasting, trans } = props;
  const { word, tone } = lookOf(phase, trans, lasting);
  return (
    <span className={`kfl-StatePill kfl-mod-${tone}`} data-phase={phase}>
      <StateIcon {...props} />
      {word}
    </span>
  );
}
