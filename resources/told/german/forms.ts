/** What is wrong with a form, or with the YAML beside it. */
export const toldForms = {
  'Give a notebook server a name.': 'Geben Sie dem Notebook-Server einen Namen.',
  'The name has {count} characters; a notebook server may have a name of at most {most}.':
    'Der Name hat {count} Zeichen; der Name eines Notebook-Servers darf höchstens {most} haben.',
  'Use lower-case letters, digits and dashes only; begin with a letter and end with a letter or a digit.':
    'Benutzen Sie nur Kleinbuchstaben, Ziffern und Bindestriche; beginnen Sie mit einem Buchstaben, und enden Sie mit einem Buchstaben oder einer Ziffer.',
  'Choose an image.': 'Wählen Sie ein Image.',
  '"{image}" is no image name; one looks like registry/name:tag.':
    '„{image}“ ist kein Name eines Images; einer sieht aus wie registry/name:tag.',
  'The smallest amount of CPU is 1m, a thousandth of a core.':
    'Die kleinste Menge an CPU ist 1m, ein Tausendstel eines Kerns.',
  '{memory} is {bytes}, too little for a notebook server; did you mean {more}Gi?':
    '{memory} sind {bytes}, zu wenig für einen Notebook-Server; meinten Sie {more}Gi?',
  'Give the CPU as a number of cores, such as 0.5 or 2.':
    'Geben Sie die CPU als Anzahl von Kernen an, etwa 0.5 oder 2.',
  'Give the memory as a quantity, such as 512Mi or 2Gi.':
    'Geben Sie den RAM als Menge an, etwa 512Mi oder 2Gi.',
  'No node of the cluster has {amount} CPUs; the largest has {most}.':
    'Kein Knoten des Clusters hat {amount} CPUs; der größte hat {most}.',
  'No node of the cluster has {amount} of memory; the largest has {most}.':
    'Kein Knoten des Clusters hat {amount} RAM; der größte hat {most}.',
  'Choose the volume to use as the home folder.':
    'Wählen Sie das Volume, das als Home-Ordner dienen soll.',
  '"{name}" is the project\'s shared folder, which every server has already; choose another volume.':
    '„{name}“ ist der gemeinsame Ordner des Projekts, den jeder Server schon hat; wählen Sie ein anderes Volume.',
  '"{name}" is the project\'s shared folder; it goes with the project.':
    '„{name}“ ist der gemeinsame Ordner des Projekts; er verschwindet mit dem Projekt.',
  '"{name}" cannot be the name of a volume: use lower-case letters, digits, dashes and dots.':
    '„{name}“ kann nicht der Name eines Volumes sein: Benutzen Sie Kleinbuchstaben, Ziffern, Bindestriche und Punkte.',
  '"{name}" cannot be the name of a volume.': '„{name}“ kann nicht der Name eines Volumes sein.',
  '"{name}" cannot be the name of a storage class.':
    '„{name}“ kann nicht der Name einer Speicherklasse sein.',
  'Give the size of the volume as a quantity, such as 5Gi.':
    'Geben Sie die Größe des Volumes als Menge an, etwa 5Gi.',
  'Give the size of the volume as a quantity, such as 10Gi.':
    'Geben Sie die Größe des Volumes als Menge an, etwa 10Gi.',
  'A volume can only become larger; ask for more than {size}.':
    'Ein Volume kann nur größer werden; verlangen Sie mehr als {size}.',
  'It waits for its driver to enlarge it to {size}.':
    'Es wartet darauf, dass sein Treiber es auf {size} vergrößert.',
  'It is being enlarged to {size}.': 'Es wird auf {size} vergrößert.',
  'It gets {size} when a pod that mounts it starts.':
    'Es bekommt {size}, wenn ein Pod startet, der es einbindet.',
  'This cluster cannot take snapshots of volumes: it does not know the kind VolumeSnapshot.':
    'Dieser Cluster kann keine Snapshots von Volumes aufnehmen: Er kennt die Art VolumeSnapshot nicht.',
  'This cluster cannot take snapshots of volumes: no storage class has a driver with a VolumeSnapshotClass.':
    'Dieser Cluster kann keine Snapshots von Volumes aufnehmen: Keine Speicherklasse hat einen Treiber mit einer VolumeSnapshotClass.',
  'Give the snapshot a name.': 'Geben Sie dem Snapshot einen Namen.',
  '"{name}" cannot be the name of a snapshot: use lower-case letters, digits, dashes and dots.':
    '„{name}“ kann nicht der Name eines Snapshots sein: Benutzen Sie Kleinbuchstaben, Ziffern, Bindestriche und Punkte.',
  'The volume is not there yet; there is nothing on it to take a snapshot of.':
    'Das Volume ist noch nicht da; es ist noch nichts darauf, was ein Snapshot aufnehmen könnte.',
  'The volume is lost or being deleted.': 'Das Volume ist verloren oder wird gelöscht.',
  'The volume has no storage class that could take a snapshot.':
    'Das Volume hat keine Speicherklasse, die einen Snapshot aufnehmen könnte.',
  'The storage class {name} cannot take snapshots.':
    'Die Speicherklasse {name} kann keine Snapshots aufnehmen.',
  'The snapshot is not ready.': 'Der Snapshot ist nicht bereit.',
  'The cluster has no storage class that could hold what is in the snapshot.':
    'Der Cluster hat keine Speicherklasse, die den Inhalt des Snapshots aufnehmen könnte.',
  'What is in the snapshot needs {size} at least.':
    'Der Inhalt des Snapshots braucht mindestens {size}.',
  'Give the volume a name.': 'Geben Sie dem Volume einen Namen.',
  'Choose a volume, or give the new one a name.':
    'Wählen Sie ein Volume, oder geben Sie dem neuen einen Namen.',
  'The volume "{name}" is mounted already.': 'Das Volume „{name}“ ist schon eingehängt.',
  'Say where it is mounted: a path that begins with /, such as /home/jovyan/data.':
    'Sagen Sie, wo es eingehängt wird: ein Pfad, der mit / beginnt, etwa /home/jovyan/data.',
  'Something else is mounted at {path} already.':
    'Unter {path} ist schon etwas anderes eingehängt.',
  'The notebook server {names} would lose files; delete it first.':
    'Der Notebook-Server {names} würde Dateien verlieren; löschen Sie ihn zuerst.',
  'The notebook servers {names} would lose files; delete them first.':
    'Die Notebook-Server {names} würden Dateien verlieren; löschen Sie sie zuerst.',
  'The volume is in use by {names}; wait until that has ended, or delete it first.':
    'Das Volume wird von {names} benutzt; warten Sie, bis das beendet ist, oder löschen Sie es zuerst.',
  'Give the limit of CPU as a quantity, or leave it empty.':
    'Geben Sie die Obergrenze der CPU als Menge an, oder lassen Sie sie leer.',
  'Give the limit of memory as a quantity, or leave it empty.':
    'Geben Sie die Obergrenze des RAMs als Menge an, oder lassen Sie sie leer.',
  'The limit of CPU is less than what the server asks for, {amount}.':
    'Die Obergrenze der CPU ist kleiner als das, was der Server verlangt, {amount}.',
  'The limit of memory is less than what the server asks for, {amount}.':
    'Die Obergrenze des RAMs ist kleiner als das, was der Server verlangt, {amount}.',
  'Give the time as 45m, 2h or 1d, or write never.':
    'Geben Sie die Zeit an wie 45m, 2h oder 1d, oder schreiben Sie never.',
  'Give the variable a name.': 'Geben Sie der Variablen einen Namen.',
  '"{name}" cannot be the name of a variable; use letters, digits and _.':
    '„{name}“ kann nicht der Name einer Variablen sein; benutzen Sie Buchstaben, Ziffern und _.',
  '{name} is set by the platform; choose another name.':
    '{name} wird von der Plattform gesetzt; wählen Sie einen anderen Namen.',
  'The value of {name} has {count} characters; at most {most} are possible.':
    'Der Wert von {name} hat {count} Zeichen; höchstens {most} sind möglich.',
  'The variable {name} is there twice.': 'Die Variable {name} gibt es zweimal.',
  'There must be one Notebook, and the claims of its new volumes.':
    'Es muss ein Notebook da sein, und die Claims seiner neuen Volumes.',
  'The objects are nested too deeply.': 'Die Objekte sind zu tief verschachtelt.',
  'A {kind} cannot be made here, only a Notebook and the claims of its new volumes.':
    '{kind} kann hier nicht erstellt werden, nur ein Notebook und die Claims seiner neuen Volumes.',
  'The apiVersion of a Notebook is {version} here.':
    'Die apiVersion eines Notebooks ist hier {version}.',
  'The namespace must be {namespace}, or be left out.':
    'Der Namespace muss {namespace} sein oder fehlen.',
  'The claim "{name}" is no volume of the server: mount it once in the server, or take it away.':
    'Der Claim „{name}“ ist kein Volume des Servers: Binden Sie ihn im Server einmal ein, oder nehmen Sie ihn weg.',
  'The YAML says more about "{path}" than the form can, and the administrator has set what may be chosen there.':
    'Das YAML sagt mehr über „{path}“, als das Formular kann, und die Administration hat festgelegt, was dort wählbar ist.',
  'This is set by the administrator and cannot be changed.':
    'Das ist von der Administration festgelegt und lässt sich nicht ändern.',
  'Choose one of the offered images; others are not allowed.':
    'Wählen Sie eines der angebotenen Images; andere sind nicht erlaubt.',
  'There is no group "{name}"; choose one from the list.':
    'Eine Gruppe „{name}“ gibt es nicht; wählen Sie eine aus der Liste.',

  'When the image is fetched is one of {policies}.':
    'Wann das Image geholt wird, ist eines von {policies}.',
  '"{vendor}" is no resource; one is called like nvidia.com/gpu.':
    '„{vendor}“ ist keine Ressource; eine heißt etwa nvidia.com/gpu.',
  '"{name}" cannot be the name of a Secret.': '„{name}“ kann nicht der Name eines Secrets sein.',
  '"{name}" cannot be the name of a configuration.':
    '„{name}“ kann nicht der Name einer Konfiguration sein.',
  'The access mode is one of {modes}.': 'Der Zugriffsmodus ist einer von {modes}.',
  '"{path}.containers" must have a container.': '„{path}.containers“ muss einen Container haben.',
  '"{path}" must have fields.': '„{path}“ muss Felder haben.',
  '"{path}" must have fields, each with a text.':
    '„{path}“ muss Felder haben, jedes mit einem Text.',
  '"{path}" must be a list whose entries have fields.':
    '„{path}“ muss eine Liste sein, deren Einträge Felder haben.',
  'Choose the volume to take a snapshot of.':
    'Wählen Sie das Volume, von dem ein Snapshot aufgenommen wird.',
  'Choose the snapshot that it begins with.': 'Wählen Sie den Snapshot, mit dem es beginnt.',
  'What is in the snapshot can lie on these storage classes only: {classes}.':
    'Der Inhalt des Snapshots kann nur auf diesen Speicherklassen liegen: {classes}.',
  'There is no configuration "{name}" in project "{namespace}".':
    'Eine Konfiguration „{name}“ gibt es im Projekt „{namespace}“ nicht.',
  'There is no volume "{name}" in project "{namespace}"; choose one from the list.':
    'Ein Volume „{name}“ gibt es im Projekt „{namespace}“ nicht; wählen Sie eines aus der Liste.',
  'The cluster has no default storage class; choose one, or work without a volume.':
    'Der Cluster hat keine Speicherklasse als Standard; wählen Sie eine, oder arbeiten Sie ohne Volume.',
  'There is no storage class "{name}"; the cluster has none.':
    'Eine Speicherklasse „{name}“ gibt es nicht; der Cluster hat keine.',
  'There is no storage class "{name}"; the cluster has {classes}.':
    'Eine Speicherklasse „{name}“ gibt es nicht; der Cluster hat {classes}.'
};
