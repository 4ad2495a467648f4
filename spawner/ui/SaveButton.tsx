import { useState } from 'react';
import type { Problem } from '@kubeflow-lab/schema';

import { problemOf } from '../api/problem.js';
import { Told } from '../text/Told.js';
import { t } from '../text/translator.js';
import { Icon } from './Icon.js';
import { Notice } from './Notice.js';
import { save } from './save.js';

export interface SaveButtonProps {
  file: string;
  text: () => Promise<string>;
}

export function SaveButton({ file, text }: SaveButtonProps): JSX.Element {
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (): Promise<void> => {
    setProblem(null);
    try {
      save(file, new Blob([await text()], { type: 'text/plain' }));
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
      {problem ? (
        <Notice tone="error">
          <Told text={problem.detail} />
        </Notice>
      ) : null}
    </>
  );
}
