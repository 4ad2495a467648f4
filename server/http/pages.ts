/** Pages that the server draws itself, in the language of whoever reads them. */
import { translated } from '@kubeflow-lab/resources';
import type { Language, Templates } from '@kubeflow-lab/resources';
import { pageWords, told } from '@kubeflow-lab/resources/german';
import type { PageWord } from '@kubeflow-lab/resources/german';
import type { Response } from 'express';

import { languageOf } from './language.js';

interface Texts {
  words: Readonly<Record<PageWord, string>>;
  told: Templates;
}

/** What pages say in other languages than English, whose texts are the keys. */
const TEXTS: Record<Exclude<Language, 'en'>, Texts> = { de: { words: pageWords, told } };

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, character => ESCAPES[character]);

/** Where the answer has no policy of its own, as on a notebook's host: there is nothing to load or to run. */
const POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const wordIn = (language: Language, word: PageWord): string =>
  escapeHtml(language === 'en' ? word : TEXTS[language].words[word]);

/** A sentence as markup; marked as English where it is that in a page of another language. */
function sentenceIn(language: Language, sentence: string): string {
  if (language === 'en') {
    return escapeHtml(sentence);
  }
  const text = translated(sentence, { locale: language, told: TEXTS[language].told });
  return text === null ? `<span lang="en">${escapeHtml(sentence)}</span>` : escapeHtml(text);
}

export interface Page {
  title: PageWord;
  /** In English; text, not markup. */
  sentences: readonly string[];
  /** Where its one link leads. */
  home: string;
}

/** Answers with a plain page: some sentences and a way on. */
export function sendPage(
  response: Response,
  status: number,
  { title, sentences, home }: Page
): void {
  const language = languageOf(response.req);
  const text = sentences.map(sentence => sentenceIn(language, sentence)).join(' ');
  if (!response.hasHeader('Content-Security-Policy')) {
    response.set('Content-Security-Policy', POLICY);
  }
  response.status(status).type('html').send(`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${wordIn(language, title)}</title></head>
<body><main><h1>${wordIn(language, title)}</h1><p>${text}</p><p><a href="${escapeHtml(home)}">${wordIn(language, 'Back to your notebook servers')}</a></p></main></body>
</html>
`);
}
