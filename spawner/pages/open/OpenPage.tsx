import { Fragment, useState } from 'react';
import { checkRepository } from '@kubeflow-lab/resources';

import { Link } from '../../app/navigation.js';
import { rememberedProject } from '../../app/project.js';
import { useProjects } from '../../app/session.js';
import { useTopic } from '../../app/live.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Field } from '../../ui/Field.js';
import { Notice } from '../../ui/Notice.js';
import { linkOf, type OpenLink } from './link.js';
import { OpenIn } from './OpenIn.js';
import { RepositoryFacts } from './RepositoryFacts.js';

const SETTINGS = { resource: 'settings' } as const;

function Refused({ messages }: { messages: readonly string[] }): JSX.Element {
  return (
    <>
      <Notice tone="error">
        {t('This link cannot be opened.')}
        {messages.map(message => (
          <Fragment key={message}>
            {' '}
            <Told text={message} />
          </Fragment>
        ))}
      </Notice>
      <div className="form-buttons">
        <Link to="/" className="button">
          {t('Show my notebook servers')}
        </Link>
      </div>
    </>
  );
}

function Where({ link }: { link: OpenLink }): JSX.Element {
  const projects = useProjects().filter(({ role }) => role !== 'viewer');
  const known = projects.some(({ namespace }) => namespace === link.project);
  const [chosen, setChosen] = useState(known ? link.project : rememberedProject(projects));
  if (chosen === null) {
    return (
      <Notice tone="warning">
        {t('You have no project in which you may open a notebook server.')}
      </Notice>
    );
  }
  return (
    <>
      <p className="open-trust">
        {t(
          'A link asks for a git repository to be fetched into one of your notebook servers. What is in it can do all that you can do there once you run it, so go on only if you trust those who wrote it.'
        )}
      </p>
      <RepositoryFacts form={link.form} />
      {projects.length > 1 ? (
        <Field id="open-project" label={t('Project')}>
          <select
            id="open-project"
            value={chosen}
            onChange={event => setChosen(event.target.value)}
          >
            {projects.map(({ namespace }) => (
              <option key={namespace}>{namespace}</option>
            ))}
          </select>
        </Field>
      ) : null}
      <OpenIn key={chosen} namespace={chosen} link={link} />
    </>
  );
}

/** Opens a git repository, as a link from elsewhere asks for, once the person has agreed. */
export function OpenPage(): JSX.Element {
  const [link] = useState(() => linkOf(location.search));
  const { settings } = useTopic(SETTINGS);
  const problems = settings === null ? null : checkRepository(link.form, settings.gitHosts);
  return (
    <div className="page page-narrow">
      <header className="page-head">
        <h1>{t('Open a repository')}</h1>
      </header>
      {problems === null ? null : (
        <div className="form">
          {problems.length > 0 ? (
            <Refused messages={problems.map(({ message }) => message)} />
          ) : (
            <Where link={link} />
          )}
        </div>
      )}
    </div>
  );
}
