/** What stands around the pages: the bar, the menu, messages; and the page to sign in. */
export const app = {
  'Account of {user}': 'Konto von {user}',
  'All projects': 'Alle Projekte',
  'All servers': 'Alle Server',
  'Ask an administrator to make a project for you, then load this page again.':
    'Bitten Sie jemanden aus der Administration um ein Projekt, und laden Sie diese Seite dann neu.',
  'Choose a project': 'Projekt wählen',
  'Close this message': 'Meldung schließen',
  Colours: 'Farben',
  Dark: 'Dunkel',
  Device: 'Gerät',
  'In this project': 'In diesem Projekt',
  'Just done': 'Gerade getan',
  'Kubeflow Lab cannot be reached': 'Kubeflow Lab ist nicht erreichbar',
  Language: 'Sprache',
  Light: 'Hell',
  'Load the page again': 'Seite neu laden',
  'New notebook server': 'Neuer Notebook-Server',
  'No connection': 'Keine Verbindung',
  'No such page': 'Seite nicht gefunden',
  'Notebook servers in {namespace}': 'Notebook-Server in {namespace}',
  'Notebook servers of all projects': 'Notebook-Server aller Projekte',
  Password: 'Passwort',
  'Show my notebook servers': 'Meine Notebook-Server zeigen',
  'Sign in': 'Anmelden',
  'Sign in to Kubeflow Lab': 'Bei Kubeflow Lab anmelden',
  'Sign in with {name}': 'Mit {name} anmelden',
  'Sign out': 'Abmelden',
  'Signed in as': 'Angemeldet als',
  'Signing in …': 'Anmeldung läuft …',
  'Skip to the content': 'Zum Inhalt springen',
  'That is a defect of the app. Your servers are not affected by it.':
    'Das ist ein Fehler der Anwendung. Ihre Server sind davon nicht betroffen.',
  'The connection is lost. What you see may be out of date; trying again …':
    'Die Verbindung ist unterbrochen. Was Sie sehen, kann veraltet sein; neuer Versuch läuft …',
  'The request failed': 'Die Anfrage ist gescheitert',
  'The server does not answer at the moment (error {status}); it may be starting again. Try again in a few seconds.':
    'Der Server antwortet gerade nicht (Fehler {status}); vielleicht startet er neu. Versuchen Sie es in einigen Sekunden noch einmal.',
  'The server does not answer. Check the connection, then try again.':
    'Der Server antwortet nicht. Prüfen Sie die Verbindung, und versuchen Sie es noch einmal.',
  'The server refused the request with code {status}.':
    'Der Server hat die Anfrage mit Code {status} abgelehnt.',
  'There is no such page': 'Diese Seite gibt es nicht',
  'This page could not be drawn': 'Diese Seite konnte nicht gezeichnet werden',
  'This user name and password do not go together. Check both and try again.':
    'Benutzername und Passwort passen nicht zusammen. Prüfen Sie beide, und versuchen Sie es noch einmal.',
  'Try now': 'Jetzt versuchen',
  Undo: 'Rückgängig',
  'Undo ({seconds} s)': 'Rückgängig ({seconds} s)',
  'User name': 'Benutzername',
  'Volumes in {namespace}': 'Volumes in {namespace}',
  'You have no project yet': 'Sie haben noch kein Projekt',
  '{namespace} (view only)': '{namespace} (nur ansehen)'
};
