import { useState } from 'react';
import type { Problem } from '@kubeflow-lab/schema';

import { problemOf } from '../api/problem.js';
import { t } from '../text/translator.js';
import { Icon } from './Icon.js';
import { Notice } from './Notice.js';

/** Lets the browser save a text as a file. */
function save(file: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = file;
  link.click();
  URL.revokeObjectURL(link.href);
}

export interface SaveButtonProps {
  file: string;
  text: () => Promise<string>;
}

export function SaveButton({ file, text }: SaveButtonProps): JSX.Element {
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (): Promise<void> => {
    setProblem(null);
    try {
      save(file, await text());
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={() => void run()}>
        <Icon name="download" />
        {t('Download')}
      </button>
      {problem ? <Notice tone="error">{problem.detail}</Notice> : null}
    </>
  );
}
