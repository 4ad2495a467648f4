import type { Page } from '@playwright/test';

/** A variable of the environment in which `npm test` describes the platform under test. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run these tests with \`npm test\`.`);
  }
  return value;
}

/** JSON from outside, which a test looks into and so checks by itself. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface Account {
  user: string;
  password: string;
}

export const origin = required('KUBEFLOW_LAB_TEST_ORIGIN');
const accounts = JSON.parse(required('KUBEFLOW_LAB_TEST_ACCOUNTS')) as Account[];

/** A local account; its project has the same name. */
export function account(user: 'ada' | 'grace'): Account {
  const found = accounts.find(candidate => candidate.user === user);
  if (!found) {
    throw new Error(`The platform under test has no account ${user}.`);
  }
  return found;
}

/** Calls the API with the session of a page, as the web app does. */
export async function api(
  page: Page,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  data?: unknown
): Promise<{ status: number; body: Json }> {
  const answer = await page.request.fetch(`${origin}${path}`, {
    method,
    data,
    headers: { 'X-Kubeflow-Lab': '1' },
    failOnStatusCode: false
  });
  const text = await answer.text();
  const json = answer.headers()['content-type']?.includes('json') ?? false;
  return { status: answer.status(), body: json ? JSON.parse(text) : text };
}

/** Deletes a notebook server and its volume through the API and waits until it is gone. */
export async function removeNotebook(page: Page, project: string, name: string): Promise<void> {
  const path = `/api/namespaces/${project}/notebooks/${name}`;
  await api(page, 'DELETE', `${path}?volume=delete`);
  for (let tries = 0; tries < 240; tries += 1) {
    if ((await api(page, 'GET', path)).status === 404) {
      return;
    }
    await page.waitForTimeout(250);
  }
  throw new Error(
    `Notebook server ${project}/${name} is still there a minute after it was deleted.`
  );
}
