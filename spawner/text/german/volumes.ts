/** The volumes of a project, and the files on one. */
export const volumes = {
  'A new notebook server brings its own; others are made here.':
    'Ein neuer Notebook-Server bringt sein eigenes mit; weitere werden hier erstellt.',
  Changed: 'Geändert',
  'Could not be taken': 'Konnte nicht aufgenommen werden',
  'Create volume': 'Volume erstellen',
  'Delete snapshot': 'Snapshot löschen',
  'Delete volume': 'Volume löschen',
  'Download {name}': '{name} herunterladen',
  Enlarge: 'Vergrößern',
  'Enlarge {name}': '{name} vergrößern',
  Files: 'Dateien',
  'Files on {name}': 'Dateien auf {name}',
  Folder: 'Ordner',
  'Is being taken': 'Wird aufgenommen',
  'Is being deleted': 'Wird gelöscht',
  'Is being made': 'Wird erstellt',
  'It has no storage class that could make it larger.':
    'Es hat keine Speicherklasse, die es vergrößern könnte.',
  'It has {size} now. It cannot be made smaller again.':
    'Es hat jetzt {size}. Es lässt sich nicht wieder verkleinern.',
  'It is a link or a device, which is not followed.':
    'Das ist ein Link oder ein Gerät; dem wird nicht gefolgt.',
  'It is not there yet.': 'Es ist noch nicht da.',
  'Its storage class {name} cannot make volumes larger.':
    'Seine Speicherklasse {name} kann Volumes nicht vergrößern.',
  'Kubernetes says: {reason}': 'Kubernetes meldet: {reason}',
  'Loading the snapshots …': 'Die Snapshots werden geladen …',
  'Loading the volumes …': 'Die Volumes werden geladen …',
  'Lost: what it lay on is gone': 'Verloren: Worauf es lag, gibt es nicht mehr',
  'Needed by': 'Gebraucht von',
  'New size': 'Neue Größe',
  'New volume': 'Neues Volume',
  'New volume from {name}': 'Neues Volume aus {name}',
  'No snapshots yet: one is taken of a volume above.':
    'Noch keine Snapshots: Einer wird oben von einem Volume aufgenommen.',
  'No volumes yet': 'Noch keine Volumes',
  'Nothing lies in this folder.': 'In diesem Ordner liegt nichts.',
  'Reading the volume; this takes some seconds …':
    'Das Volume wird gelesen; das dauert einige Sekunden …',
  'Reading …': 'Wird gelesen …',
  Ready: 'Bereit',
  Snapshot: 'Snapshot',
  'Snapshot of {name}': 'Snapshot von {name}',
  Snapshots: 'Snapshots',
  'Take snapshot': 'Snapshot aufnehmen',
  Taken: 'Aufgenommen',
  'Taken while files are written, it may have them half written.':
    'Wird währenddessen geschrieben, können Dateien darin halb geschrieben sein.',
  'The files could not be read': 'Die Dateien konnten nicht gelesen werden',
  'The snapshot {name} is being deleted.': 'Der Snapshot {name} wird gelöscht.',
  'The snapshot {name} is being taken.': 'Der Snapshot {name} wird aufgenommen.',
  'The snapshots could not be loaded': 'Die Snapshots konnten nicht geladen werden',
  'The volume': 'Das Volume',
  'The volume {name} is being deleted.': 'Das Volume {name} wird gelöscht.',
  'The volume {name} is to have {size}.': 'Das Volume {name} soll {size} haben.',
  'The volume {name} was made.': 'Das Volume {name} wurde erstellt.',
  'The volumes could not be loaded': 'Die Volumes konnten nicht geladen werden',
  'Volumes that were made from it stay.': 'Volumes, die daraus erstellt wurden, bleiben.',
  'There are more files than the {count} that are shown.':
    'Es gibt mehr Dateien als die {count}, die gezeigt werden.',
  'Waits for its first use': 'Wartet auf die erste Benutzung',
  'What is listed takes up {size}.': 'Das Aufgeführte belegt {size}.',
  '(not running)': '(läuft nicht)'
};
