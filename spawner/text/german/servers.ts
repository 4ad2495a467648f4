/** The list of notebook servers. */
export const servers = {
  'A notebook server is a JupyterLab of your own, with its CPU, memory and files. Create one, and connect to it when it is ready.':
    'Ein Notebook-Server ist ein eigenes JupyterLab mit CPU, RAM und Dateien. Erstellen Sie einen, und verbinden Sie sich, sobald er bereit ist.',
  Age: 'Alter',
  'All files on it are lost for good.': 'Alle Dateien darauf gehen endgültig verloren.',
  'All of them are stopped.': 'Sie sind alle gestoppt.',
  'Being installed': 'Wird installiert',
  CPU: 'CPU',
  'Change {count} servers': { one: '{count} Server ändern', other: '{count} Server ändern' },
  'Change …': 'Ändern …',
  'Choose a project above, and create one there.':
    'Wählen Sie oben ein Projekt, und erstellen Sie dort einen.',
  Connect: 'Verbinden',
  'Connect to {name}': 'Mit {name} verbinden',
  'Connect to {name} (opens in a new tab)': 'Mit {name} verbinden (öffnet einen neuen Tab)',
  'Create a notebook server': 'Notebook-Server erstellen',
  'Delete all their volumes too: the files on them are lost for good':
    'Auch alle ihre Volumes löschen: Die Dateien darauf gehen endgültig verloren',
  'Delete now': 'Jetzt löschen',
  'Delete server': 'Server löschen',
  'Delete server and volume': 'Server und Volume löschen',
  'Delete the volume {volume}': 'Das Volume {volume} löschen',
  'Delete {count} servers': { one: '{count} Server löschen', other: '{count} Server löschen' },
  'Delete {count} servers?': { one: '{count} Server löschen?', other: '{count} Server löschen?' },
  'Delete {name}': '{name} löschen',
  'Delete {name}?': '{name} löschen?',
  'Delete …': 'Löschen …',
  Deleting: 'Wird gelöscht',
  'Every image': 'Jedes Image',
  'Every state': 'Jeder Zustand',
  Failed: 'Fehlgeschlagen',
  GPUs: 'GPUs',
  Image: 'Image',
  'It did not work for {count} servers:': {
    one: 'Bei {count} Server hat es nicht geklappt:',
    other: 'Bei {count} Servern hat es nicht geklappt:'
  },
  'It is deleted in a moment.': 'Er wird gleich gelöscht.',
  'It was not measured yet.': 'Es wurde noch nicht gemessen.',
  'Its volume, with the files in the home folder': 'Sein Volume mit den Dateien des Home-Ordners',
  'Keep running': 'Weiterlaufen lassen',
  'Keep the volume {volume}': 'Das Volume {volume} behalten',
  'Keep {name} running': '{name} weiterlaufen lassen',
  'Kubernetes does not measure what GPUs do.': 'Kubernetes misst nicht, was GPUs tun.',
  'Last used': 'Zuletzt benutzt',
  'Loading the notebook servers …': 'Die Notebook-Server werden geladen …',
  Memory: 'RAM',
  'New server': 'Neuer Server',
  'No notebook servers yet': 'Noch keine Notebook-Server',
  'No server matches the filter': 'Kein Server passt zum Filter',
  'Nobody has made a notebook server in this project.':
    'In diesem Projekt hat noch niemand einen Notebook-Server erstellt.',
  'Nobody is using it: it stops at {time}.': 'Niemand benutzt ihn: Er stoppt um {time}.',
  'Nobody watches when this server is used.': 'Niemand verfolgt, wann dieser Server benutzt wird.',
  'None of them is stopped.': 'Keiner von ihnen ist gestoppt.',
  'Not possible: {users} uses it too.': 'Nicht möglich: {users} benutzt es auch.',
  Pending: 'Wartet',
  Queued: 'In der Warteschlange',
  'Restart {count} servers': {
    one: '{count} Server neu starten',
    other: '{count} Server neu starten'
  },
  'Restart {count} servers?': {
    one: '{count} Server neu starten?',
    other: '{count} Server neu starten?'
  },
  'Restart …': 'Neu starten …',
  Running: 'Läuft',
  'Search in name, state, image and volume': 'In Name, Zustand, Image und Volume suchen',
  'Search name, image, volume …': 'Name, Image, Volume suchen …',
  'Restart them now': 'Jetzt neu starten',
  'Refused: {reason}': 'Abgelehnt: {reason}',
  'Select all that are shown': 'Alle gezeigten auswählen',
  'Select none': 'Keinen auswählen',
  'Select {name}': '{name} auswählen',
  'Show all servers': 'Alle Server zeigen',
  Start: 'Starten',
  'Start {count} servers': { one: '{count} Server starten', other: '{count} Server starten' },
  'Start {name}': '{name} starten',
  Starting: 'Startet',
  State: 'Zustand',
  Stop: 'Stoppen',
  'Stop {count} servers': { one: '{count} Server stoppen', other: '{count} Server stoppen' },
  'Stop {name}': '{name} stoppen',
  Stopped: 'Gestoppt',
  Stopping: 'Stoppt',
  Succeeded: 'Beendet',
  'The files stay, and a new server can use them.':
    'Die Dateien bleiben, und ein neuer Server kann sie benutzen.',
  'The server has no volume: its files and what runs in it are lost. For ten seconds this can be undone.':
    'Der Server hat kein Volume: Seine Dateien und was darin läuft gehen verloren. Zehn Sekunden lang lässt sich das rückgängig machen.',
  'The server stops; what runs in it and what lies outside its volume is lost. For ten seconds this can be undone.':
    'Der Server stoppt; was darin läuft und was außerhalb seines Volumes liegt, geht verloren. Zehn Sekunden lang lässt sich das rückgängig machen.',
  'The servers': 'Die Server',
  'The servers could not be loaded': 'Die Server konnten nicht geladen werden',
  'Their kernels end, and what they hold in memory is lost; files on volumes stay. This cannot be undone.':
    {
      one: 'Seine Kernel enden, und was diese im Speicher haben, geht verloren; Dateien auf Volumes bleiben. Das lässt sich nicht rückgängig machen.',
      other:
        'Ihre Kernel enden, und was diese im Speicher haben, geht verloren; Dateien auf Volumes bleiben. Das lässt sich nicht rückgängig machen.'
    },
  'They stop; what runs in them and what lies outside their volumes is lost. For ten seconds this can be undone.':
    'Sie stoppen; was darin läuft und was außerhalb ihrer Volumes liegt, geht verloren. Zehn Sekunden lang lässt sich das rückgängig machen.',
  'This server is being deleted.': 'Dieser Server wird gerade gelöscht.',
  'This server is not ready yet.': 'Dieser Server ist noch nicht bereit.',
  'This server is stopped.': 'Dieser Server ist gestoppt.',
  'This server is stopped. Start it to connect.':
    'Dieser Server ist gestoppt. Starten Sie ihn, um sich zu verbinden.',
  'This server will be deleted in a moment.': 'Dieser Server wird gleich gelöscht.',
  Unknown: 'Unbekannt',
  'Whether something else uses the volume is not known: {detail}':
    'Ob noch etwas anderes das Volume benutzt, ist nicht bekannt: {detail}',
  'Whether something else uses the volumes is not known: {detail}':
    'Ob noch etwas anderes die Volumes benutzt, ist nicht bekannt: {detail}',
  'What is left empty stays as each server has it.':
    'Was leer bleibt, bleibt, wie es jeder Server hat.',
  'What it would change': 'Was es ändern würde',
  'With the selected servers': 'Mit den ausgewählten Servern',
  'Set GPUs': 'GPUs festlegen',
  'as each has it': 'wie es jeder hat',
  'delete its volume {volume} too': 'auch sein Volume {volume} löschen',
  'has no volume: its files are lost': 'hat kein Volume: Seine Dateien gehen verloren',
  'from its next start on': 'ab seinem nächsten Start',
  'not known': 'nicht bekannt',
  'restarts at once': 'startet sofort neu',
  'runs on as it is until it restarts': 'läuft bis zum Neustart unverändert weiter',
  'stops at {time} unless used': 'stoppt um {time}, wenn unbenutzt',
  '{amount} used': '{amount} benutzt',
  '{count} servers': { one: '{count} Server', other: '{count} Server' },
  '{count} servers are being deleted.': {
    one: '{count} Server wird gelöscht.',
    other: '{count} Server werden gelöscht.'
  },
  '{count} selected servers are stopped and stay so.': {
    one: '{count} ausgewählter Server ist gestoppt und bleibt es.',
    other: '{count} ausgewählte Server sind gestoppt und bleiben es.'
  },
  '{count} servers are being restarted.': {
    one: '{count} Server wird neu gestartet.',
    other: '{count} Server werden neu gestartet.'
  },
  '{count} servers are being started.': {
    one: '{count} Server wird gestartet.',
    other: '{count} Server werden gestartet.'
  },
  '{count} servers are being stopped.': {
    one: '{count} Server wird gestoppt.',
    other: '{count} Server werden gestoppt.'
  },
  '{count} servers restart at once: their kernels end; files on volumes stay.': {
    one: '{count} Server startet sofort neu: Seine Kernel enden; Dateien auf Volumes bleiben.',
    other: '{count} Server starten sofort neu: Ihre Kernel enden; Dateien auf Volumes bleiben.'
  },
  '{count} servers were changed.': {
    one: '{count} Server wurde geändert.',
    other: '{count} Server wurden geändert.'
  },
  '{count} servers changed their state.': {
    one: '{count} Server hat seinen Zustand geändert.',
    other: '{count} Server haben ihren Zustand geändert.'
  },
  '{count} servers selected': {
    one: '{count} Server ausgewählt',
    other: '{count} Server ausgewählt'
  },
  '{count} servers will be deleted in {seconds} s.':
    '{count} Server werden in {seconds} s gelöscht.',
  '{name} is being created.': '{name} wird erstellt.',
  '{name} is being deleted.': '{name} wird gelöscht.',
  '{name} will be deleted in {seconds} s.': '{name} wird in {seconds} s gelöscht.',
  '{name}: being installed.': '{name}: wird installiert.',
  '{name}: could not be installed.': '{name}: konnte nicht installiert werden.',
  '{name}: {state}. {message}': '{name}: {state}. {message}',
  '{shown} of {all}': '{shown} von {all}'
};
