/** The language of whoever sends a request. */
import { LANGUAGE_COOKIE, isLanguage, languageFor } from '@kubeflow-lab/resources';
import type { Language } from '@kubeflow-lab/resources';
import { parse } from 'cookie';
import type { Request } from 'express';

/** What was chosen in the web app; null where nothing was, or where the request is for another host. */
export function chosenLanguage({ headers }: Request): Language | null {
  const chosen = parse(headers.cookie ?? '')[LANGUAGE_COOKIE];
  return isLanguage(chosen) ? chosen : null;
}

/** What was chosen, else the best of the browser's languages. */
export function languageOf(request: Request): Language {
  return chosenLanguage(request) ?? languageFor(request.acceptsLanguages());
}
