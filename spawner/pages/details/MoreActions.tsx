import { useState } from 'react';
import type { NotebookItem, Project } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { useAnnounce } from '../../app/announcer.js';
import { navigate } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { useUser } from '../../app/session.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { ActionButton } from '../../ui/ActionButton.js';
import { Notice } from '../../ui/Notice.js';
import { draftLike } from '../create/clone.js';
import { storeDraft } from '../create/draft.js';
import { available, isStopped } from '../servers/availability.js';
import { RestartManyDialog } from '../servers/RestartManyDialog.js';
import { ResizeDialog } from './ResizeDialog.js';

export interface MoreActionsProps {
  item: NotebookItem;
  role: Project['role'] | null;
}

/** What is done to a server more seldom: a restart, another size or image, and another server like it. */
export function MoreActions({ item, role }: MoreActionsProps): JSX.Element {
  const announce = useAnnounce();
  const creator = useUser();
  const { name, namespace = '' } = item.object.metadata;
  const [asked, setAsked] = useState<'restart' | 'resize' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const reason = available(item, role).noDelete;
  const close = (): void => setAsked(null);
  const clone = async (): Promise<void> => {
    setProblem(null);
    try {
      const options = await api.notebookOptions(namespace);
      const draft = draftLike(item, { namespace, creator, options });
      if ('message' in draft) {
        setProblem(draft.message);
        return;
      }
      storeDraft(namespace, draft);
      navigate(paths.create(namespace));
    } catch (error) {
      setProblem(problemOf(error).detail);
    }
  };
  return (
    <>
      <ActionButton
        label={t('Restart')}
        fullLabel={t('Restart {name}', { name })}
        icon="refresh"
        reason={reason ?? (isStopped(item) ? t('This server is stopped.') : null)}
        onClick={() => setAsked('restart')}
      />
      <ActionButton
        label={t('Change')}
        fullLabel={t('Change size or image of {name}', { name })}
        icon="edit"
        reason={reason}
        onClick={() => setAsked('resize')}
      />
      <ActionButton
        label={t('Clone')}
        fullLabel={t('Make a server like {name}', { name })}
        icon="copy"
        reason={reason}
        onClick={() => void clone()}
      />
      {problem ? (
        <Notice tone="error">
          <Told text={problem} />
        </Notice>
      ) : null}
      {asked === 'restart' ? (
        <RestartManyDialog items={[item]} stopped={0} onClose={close} onDone={close} />
      ) : null}
      {asked === 'resize' ? (
        <ResizeDialog
          item={item}
          onClose={close}
          onDone={sentence => {
            close();
            announce(sentence);
          }}
        />
      ) : null}
    </>
  );
}
