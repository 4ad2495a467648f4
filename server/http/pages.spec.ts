import express from 'express';
import request from 'supertest';

import { sendPage } from './pages.js';
import type { Page } from './pages.js';

const WAITING: Page = {
  title: 'Not ready yet',
  sentences: [
    'The notebook server "work" in project "ada" does not answer now. The server is stopped; its files are kept.',
    'This page tries again by itself.'
  ],
  home: '/'
};

/** The page as somebody with these headers gets it. */
async function drawn(page: Page, headers: Record<string, string>): Promise<string> {
  const app = express().get('/', (_request, response) => sendPage(response, 503, page));
  return (await request(app).get('/').set(headers).expect(503)).text;
}

const ENGLISH = 'does not answer now. The server is stopped; its files are kept. This page tries';
const GERMAN =
  'Der Notebook-Server „work“ im Projekt „ada“ antwortet gerade nicht. ' +
  'Der Server ist gestoppt; seine Dateien bleiben erhalten. Diese Seite versucht es';

it.each<[string, Record<string, string>, 'en' | 'de']>([
  ['of a browser that names none', {}, 'en'],
  ['of a browser', { 'Accept-Language': 'de-AT,de;q=0.9,en;q=0.8' }, 'de'],
  ['of a browser that likes another one better', { 'Accept-Language': 'de;q=0.5, en' }, 'en'],
  ['of a browser, after one that there is not', { 'Accept-Language': 'fr, de;q=0.5' }, 'de'],
  ['that nobody speaks', { 'Accept-Language': 'x' }, 'en'],
  ['that was chosen', { Cookie: 'a=b; kubeflow-lab-language=de' }, 'de'],
  [
    'that was chosen, whatever the browser says',
    { Cookie: 'kubeflow-lab-language=en', 'Accept-Language': 'de' },
    'en'
  ],
  [
    'of a browser where the choice is none',
    { Cookie: 'kubeflow-lab-language="><script>', 'Accept-Language': 'de' },
    'de'
  ]
])('is in the language %s', async (_which, headers, language) => {
  const text = await drawn(WAITING, headers);
  expect(text).toContain(`<html lang="${language}">`);
  const isGerman = language === 'de';
  expect(text).toContain(isGerman ? '<h1>Noch nicht bereit</h1>' : '<h1>Not ready yet</h1>');
  expect(text).toContain(isGerman ? GERMAN : ENGLISH.replaceAll('"', '&quot;'));
  expect(text).toContain(isGerman ? '>Zurück zu Ihren Notebook-Servern<' : '>Back to your');
});

it('marks as English what somebody else says, and takes no markup from it', async () => {
  const page = { ...WAITING, sentences: ['a < b & </html>', 'There is nothing at this address.'] };
  const text = await drawn(page, { 'Accept-Language': 'de' });
  const other = '<span lang="en">a &lt; b &amp; &lt;/html&gt;</span>';
  expect(text).toContain(`<p>${other} Unter dieser Adresse gibt es nichts.</p>`);
});

it('may load and run nothing', async () => {
  const app = express().get('/', (_request, response) => sendPage(response, 503, WAITING));
  const { headers } = await request(app).get('/');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none';/);
});
