import { repositoryFolder } from '@kubeflow-lab/resources';
import type { RepositoryForm } from '@kubeflow-lab/schema';
import type { ReactNode } from 'react';

import { t } from '../../text/translator.js';

function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What a link asks for, with nothing left out or shortened. */
export function RepositoryFacts({ form }: { form: RepositoryForm }): JSX.Element {
  const { git, branch, path } = form;
  return (
    <dl className="facts">
      <Fact name={t('Repository')}>
        <code>{git}</code>
      </Fact>
      <Fact name={t('From')}>
        <strong>{new URL(git).host}</strong>
      </Fact>
      <Fact name={t('Branch or tag')}>
        {branch ? <code>{branch}</code> : t("the repository's own")}
      </Fact>
      <Fact name={t('Fetched into')}>
        <code>~/{repositoryFolder(git)}</code>
      </Fact>
      <Fact name={t('Opened then')}>
        {path ? <code>{path}</code> : t('the folder of the repository')}
      </Fact>
    </dl>
  );
}
