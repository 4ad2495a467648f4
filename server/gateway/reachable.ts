/** Whether the gateway leads to a notebook yet: it learns of a new pod a moment after everybody else. */
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ServerConfig } from '../config.js';
import type { Session } from '../identity/sessions.js';
import { basePath, notebookOrigin } from './address.js';
import type { Notebook } from './address.js';
import type { NotebookCookies } from './notebook-cookie.js';

/** Milliseconds: how long a person waits for a page rather than for a sentence, and how often is asked. */
const PATIENCE = 5000;
const PAUSE = 100;
const TIMEOUT = 2000;
/** What answers 200 as soon as anything does. */
const PROBE = { notebook: 'api', tensorboard: '' };

/**
 * Asks for the notebook's version, or TensorBoard's page, through the gateway, as the person's browser will, until it answers.
 * @returns false where it does not within `patience` milliseconds; true at once where the installation does not say
 *   where its gateway is (`gatewayUrl`)
 */
export async function isReachable(
  config: Pick<ServerConfig, 'origin' | 'notebookDomain' | 'gatewayUrl'>,
  cookies: NotebookCookies,
  session: Session,
  notebook: Notebook,
  patience = PATIENCE
): Promise<boolean> {
  if (!config.gatewayUrl) {
    return true;
  }
  const url = new URL(basePath(notebook) + PROBE[notebook.app ?? 'notebook'], config.gatewayUrl);
  const [cookie] = (await cookies.issue(session, notebook)).split(';', 1);
  const headers = { host: new URL(notebookOrigin(notebook, config)).host, cookie };
  const end = Date.now() + patience;
  for (;;) {
    if ((await statusOf(url, headers)) === 200) {
      return true;
    }
    if (Date.now() >= end) {
      return false;
    }
    await sleep(PAUSE);
  }
}

/** The status of an answer, or null where there is none. (`fetch` would not send another Host.) */
function statusOf(url: URL, headers: Record<string, string>): Promise<number | null> {
  return new Promise(resolve => {
    const outgoing = request(url, { headers, timeout: TIMEOUT, agent: false }, response => {
      response.resume();
      resolve(response.statusCode ?? null);
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error('The gateway does not answer.')));
    outgoing.once('error', () => resolve(null));
    outgoing.end();
  });
}
