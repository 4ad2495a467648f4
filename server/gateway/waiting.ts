/** What a person sees in place of a notebook server that does not answer now. */
import type { Item, Phase } from '@kubeflow-lab/schema';
import type { Response } from 'express';

import { sendPage } from '../http/pages.js';
import type { Services } from '../services.js';
import type { Notebook } from './address.js';

/** After so many seconds a page that waits for a server asks again, and a script should. */
export const RETRY_SECONDS = 2;

/** Phases in which the gateway has nowhere to lead: it would say so in words of its own. */
const AWAY: ReadonlySet<Phase> = new Set(['Queued', 'Pending', 'Starting', 'Stopped', 'Failed']);

/** The sentence that says why nothing can answer for a notebook; null where something may. */
export function whyAway({ kinds }: Pick<Services, 'kinds'>, notebook: Notebook): string | null {
  const plural = notebook.app === undefined ? 'notebooks' : 'tensorboards';
  const item: Item | null = kinds.of(plural).feed.get(notebook);
  if (item === null || !AWAY.has(item.summary.phase)) {
    return null;
  }
  return `The ${called(notebook)} does not answer now. ${item.summary.message}`;
}

/** What it is called in a sentence. */
export function called({ app, namespace, name }: Notebook): string {
  const noun = app === undefined ? 'notebook server' : 'TensorBoard';
  return `${noun} "${name}" in project "${namespace}"`;
}

/** A page that asks again by itself. */
export function sendWaitingPage(
  response: Response,
  sentence: string,
  home: string,
  status = 503
): void {
  response.set('Refresh', String(RETRY_SECONDS));
  const sentences = [sentence, 'This page tries again by itself.'];
  sendPage(response, status, { title: 'Not ready yet', sentences, home });
}
