/** What stands around the sentences of a page that the server draws. */
export const pageWords = {
  'Back to your notebook servers': 'Zurück zu Ihren Notebook-Servern',
  'Not allowed': 'Nicht erlaubt',
  'Not found': 'Nicht gefunden',
  'Not possible now': 'Gerade nicht möglich',
  'Not ready yet': 'Noch nicht bereit',
  'Not signed in': 'Nicht angemeldet'
};

export type PageWord = keyof typeof pageWords;

/** What such a page says. */
export const toldPages = {
  'notebook server "{name}" in project "{namespace}"':
    'Notebook-Server „{name}“ im Projekt „{namespace}“',
  'TensorBoard "{name}" in project "{namespace}"':
    'TensorBoard-Server „{name}“ im Projekt „{namespace}“',
  'You may not open the notebook server "{name}" in project "{namespace}"; ask its owner for access.':
    'Sie dürfen den Notebook-Server „{name}“ im Projekt „{namespace}“ nicht öffnen; fragen Sie, wem er gehört, nach dem Recht dazu.',
  'You may not open the TensorBoard "{name}" in project "{namespace}"; ask its owner for access.':
    'Sie dürfen das TensorBoard „{name}“ im Projekt „{namespace}“ nicht öffnen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'Open the {called} from the platform first.':
    'Öffnen Sie den {called} zuerst von der Plattform aus.',
  'The {called} does not answer now. {why}': 'Der {called} antwortet gerade nicht. {why}',
  'The {called} does not answer yet.': 'Der {called} antwortet noch nicht.',
  'This page tries again by itself.': 'Diese Seite versucht es von selbst noch einmal.',
  'There is nothing at this address.': 'Unter dieser Adresse gibt es nichts.',
  'This address is not written as addresses are.':
    'Diese Adresse ist nicht so geschrieben, wie Adressen es sind.',
  'This request came from another site and was refused.':
    'Diese Anfrage kam von einer anderen Website und wurde abgelehnt.',

  '{name} did not confirm who you are; sign in again.':
    '{name} hat nicht bestätigt, wer Sie sind; melden Sie sich noch einmal an.',
  '{name} does not say who you are in the claim "{claim}".':
    '{name} sagt im Claim „{claim}“ nicht, wer Sie sind.',
  '{name} has not verified your address {user} yet.':
    '{name} hat Ihre Adresse {user} noch nicht bestätigt.',
  'You are in too many groups of {name}; ask an administrator.':
    'Sie sind bei {name} in zu vielen Gruppen; wenden Sie sich an die Administration.',
  'This sign-in took too long, or began in another browser.':
    'Diese Anmeldung hat zu lange gedauert oder in einem anderen Browser begonnen.',
  '{name} does not answer; try again in a minute.':
    '{name} antwortet nicht; versuchen Sie es in einer Minute noch einmal.'
};
