import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { StepNeeds } from '@kubeflow-lab/compiler';
import * as React from 'react';

import { FormDialog } from '../../components';
import type { IPlatform } from '../../tokens';
import type { PipelineNames } from './check';
import { NeedsView, type Surroundings } from './view';

export interface NeedsQuestion {
  /** The step's name; null where it is asked what all steps need. */
  step: string | null;
  needs: StepNeeds;
  defaults: StepNeeds;
  pipeline: PipelineNames;
}

/** Asks what a step needs, or all steps; undefined where the person thinks better of it. */
export async function askForNeeds(
  question: NeedsQuestion,
  surroundings: Surroundings,
  { trans }: Pick<IPlatform, 'trans'>
): Promise<StepNeeds | undefined> {
  const { step } = question;
  let answer: StepNeeds | undefined;
  const dialog: FormDialog = new FormDialog({
    title:
      step === null ? trans.__('Settings of all steps') : trans.__('Settings of the step %1', step),
    body: ReactWidget.create(
      React.createElement(NeedsView, {
        ...question,
        surroundings,
        onSet: (set: StepNeeds) => {
          answer = set;
          dialog.reject();
        },
        onClose: () => dialog.reject(),
        trans
      })
    ),
    buttons: [Dialog.cancelButton({ label: trans.__('Cancel') })],
    hasClose: true,
    focusNodeSelector: 'input'
  });
  dialog.addClass('kfl-CreateDialog');
  dialog.addClass('kfl-NeedsDialog');
  await dialog.launch();
  return answer;
}

/** What can be offered in the form; nothing where the cluster cannot be asked, because a name can be typed as well. */
export async function surroundingsOf(
  { client }: Pick<IPlatform, 'client'>,
  namespace: string | null
): Promise<Surroundings> {
  const [settings, claims] = await Promise.allSettled([
    client.settings(),
    namespace === null ? Promise.reject(new Error('no project')) : client.claims(namespace)
  ]);
  return {
    images: settings.status === 'fulfilled' ? Object.values(settings.value.images).flat() : [],
    claims: claims.status === 'fulfilled' ? claims.value.items.map(({ name }) => name) : []
  };
}
