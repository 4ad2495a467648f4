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
import { available } from '../servers/availability.js';
import { ResizeDialog } from './ResizeDialog.js';

export interface MoreActionsProps {
  item: NotebookItem;
  role: Project['role'] | null;
}

/** What is done to a server more seldom: another size or image, and another server like it. */
export function MoreActions({ item, role }: MoreActionsProps): JSX.Element {
  const announce = useAnnounce();
  const creator = useUser();
  const { name, namespace = '' } = item.object.metadata;
  const [resizing, setResizing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const reason = available(item, role).noDelete;
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
        label={t('Change')}
        fullLabel={t('Change size or image of {name}', { name })}
        icon="edit"
        reason={reason}
        onClick={() => setResizing(true)}
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
      {resizing ? (
        <ResizeDialog
          item={item}
          onClose={() => setResizing(false)}
          onDone={sentence => {
            setResizing(false);
            announce(sentence);
          }}
        />
      ) : null}
    </>
  );
}
