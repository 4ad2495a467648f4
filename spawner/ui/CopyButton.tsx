import { useEffect, useState } from 'react';

import { t, type Word } from '../text/translator.js';
import { Icon } from './Icon.js';

type Outcome = 'idle' | 'copied' | 'refused';

const LABELS: Record<Outcome, Word> = {
  idle: 'Copy',
  copied: 'Copied',
  refused: 'Not allowed to copy'
};

async function copy(text: string): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    // Browsers keep the clipboard from pages on plain http and from those without permission.
    return 'refused';
  }
}

export function CopyButton({ text }: { text: () => string }): JSX.Element {
  const [outcome, setOutcome] = useState<Outcome>('idle');
  useEffect(() => {
    const timer = setTimeout(() => setOutcome('idle'), 2500);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <button
      type="button"
      className="button"
      onClick={() => void copy(text()).then(setOutcome)}
      aria-live="polite"
    >
      <Icon name={outcome === 'copied' ? 'check' : 'copy'} />
      {t(LABELS[outcome])}
    </button>
  );
}
