/**
 * What the platform says of a server or a form, whose sentences are made in `resources/` and come through the API, too.
 * The first that fits is taken, so that a more special one stands before the general one.
 */
export const told = {
  'The server is being deleted.': 'Der Server wird gelöscht.',
  'The server is being deleted; it waits for finalizer {finalizer}.':
    'Der Server wird gelöscht; er wartet auf den Finalizer {finalizer}.',
  'The server is ready.': 'Der Server ist bereit.',
  'The server is stopping.': 'Der Server stoppt.',
  'The server is stopped; its files are kept.':
    'Der Server ist gestoppt; seine Dateien bleiben erhalten.',
  'Stopped after {time} without activity; its files are kept.':
    'Nach {time} ohne Benutzung gestoppt; seine Dateien bleiben erhalten.',
  'The server is being prepared.': 'Der Server wird vorbereitet.',
  'The server is being started anew.': 'Der Server wird neu gestartet.',
  'The server waits for a place on a node.': 'Der Server wartet auf einen Platz auf einem Knoten.',
  'The image is being fetched.': 'Das Image wird geholt.',
  'The server is being set up on its node.': 'Der Server wird auf seinem Knoten eingerichtet.',
  'The server waits to be let in.': 'Der Server wartet darauf, eingelassen zu werden.',
  'The server waits in the queue {queue}.': 'Der Server wartet in der Warteschlange {queue}.',
  'The server is starting up.': 'Der Server startet.',
  'The server runs, but does not answer; its log may say why.':
    'Der Server läuft, antwortet aber nicht; vielleicht sagt sein Log, warum.',
  'The server runs, but does not answer: {detail}.':
    'Der Server läuft, antwortet aber nicht: {detail}.',
  '{kind} {name} was deleted, but stays until finalizer {finalizers} is removed.':
    '{kind} {name} wurde gelöscht, bleibt aber, bis der Finalizer {finalizers} entfernt ist.',

  'The server was ended by its node: {detail}.':
    'Der Server wurde von seinem Knoten beendet: {detail}.',
  'The server waits for its volume to be made.': 'Der Server wartet auf sein Volume.',
  'No node can take the server: {detail}.': 'Kein Knoten kann den Server aufnehmen: {detail}.',
  'No node has {amount} memory free for the server; ask for less, or stop something else.':
    'Kein Knoten hat {amount} RAM für den Server frei; verlangen Sie weniger, oder stoppen Sie etwas anderes.',
  'No node has {amount} {thing} free for the server; ask for less, or stop something else.':
    'Kein Knoten hat {amount} {thing} für den Server frei; verlangen Sie weniger, oder stoppen Sie etwas anderes.',
  'The volume {name} does not exist; create it, or choose another one.':
    'Das Volume {name} gibt es nicht; erstellen Sie es, oder wählen Sie ein anderes.',
  'The volume {name} waits for storage class {class} to make it.':
    'Das Volume {name} wartet darauf, dass die Speicherklasse {class} es erstellt.',
  'The volume {name} cannot be made: there is no storage class {class}.':
    'Das Volume {name} kann nicht erstellt werden: Es gibt keine Speicherklasse {class}.',
  'The volume {name} cannot be made: it names no storage class and the cluster has no default one.':
    'Das Volume {name} kann nicht erstellt werden: Es nennt keine Speicherklasse, und der Cluster hat keine als Standard.',
  'The volume {name} cannot be made: {detail}.':
    'Das Volume {name} kann nicht erstellt werden: {detail}.',
  'The image {image} does not exist; check its name and tag.':
    'Das Image {image} gibt es nicht; prüfen Sie Name und Tag.',
  'The image {image} may not be read by this project, or it does not exist.':
    'Das Image {image} darf von diesem Projekt nicht gelesen werden, oder es existiert nicht.',
  'The image {image} cannot be fetched; check its name and tag, and whether its registry can be reached.':
    'Das Image {image} kann nicht geholt werden; prüfen Sie Name und Tag, und ob seine Registry erreichbar ist.',
  'The server ended right after it was started; its log says why.':
    'Der Server endete gleich nach dem Start; sein Log sagt, warum.',
  'The server cannot be started: {detail}.': 'Der Server kann nicht gestartet werden: {detail}.',
  'The server ran out of memory and was ended; give it more memory.':
    'Dem Server ging der RAM aus, und er wurde beendet; geben Sie ihm mehr.',
  'The server ran out of memory (it had {amount}) and was ended; give it more memory.':
    'Dem Server ging der RAM aus (er hatte {amount}), und er wurde beendet; geben Sie ihm mehr.',
  'The server ended with exit code {code}; its log says why.':
    'Der Server endete mit dem Code {code}; sein Log sagt, warum.',
  'The server ended with exit code {code}: {detail}.':
    'Der Server endete mit dem Code {code}: {detail}.',
  'A volume of the server cannot be mounted: {detail}.':
    'Ein Volume des Servers kann nicht eingehängt werden: {detail}.',
  'The node cannot prepare the server: {detail}.':
    'Der Knoten kann den Server nicht vorbereiten: {detail}.',
  "The project's quota does not allow it: the server asks for {asked}, in use are {used}, allowed are {limit}.":
    'Das Kontingent des Projekts lässt es nicht zu: Der Server verlangt {asked}, benutzt werden {used}, erlaubt sind {limit}.',
  "The project's security rules do not allow the server: {detail}.":
    'Die Sicherheitsregeln des Projekts lassen den Server nicht zu: {detail}.',
  'The project has no service account {name}, which the server runs as.':
    'Das Projekt hat kein Dienstkonto {name}, unter dem der Server läuft.',
  'The server cannot be made: {detail}.': 'Der Server kann nicht erstellt werden: {detail}.',

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
  'A volume can only become larger; it has {size} now.':
    'Ein Volume kann nur größer werden; es hat jetzt {size}.',
  'This cluster cannot take snapshots of volumes: it does not know the kind VolumeSnapshot.':
    'Dieser Cluster kann keine Snapshots von Volumes aufnehmen: Er kennt die Art VolumeSnapshot nicht.',
  'This cluster cannot take snapshots of volumes: no storage class has a driver with a VolumeSnapshotClass.':
    'Dieser Cluster kann keine Snapshots von Volumes aufnehmen: Keine Speicherklasse hat einen Treiber mit einer VolumeSnapshotClass.',
  'Give the snapshot a name.': 'Geben Sie dem Snapshot einen Namen.',
  '"{name}" cannot be the name of a snapshot: use lower-case letters, digits, dashes and dots.':
    '„{name}“ kann nicht der Name eines Snapshots sein: Benutzen Sie Kleinbuchstaben, Ziffern, Bindestriche und Punkte.',
  'The volume waits for its first use; there is nothing on it to take a snapshot of.':
    'Das Volume wartet auf seine erste Benutzung; es ist noch nichts darauf, was ein Snapshot aufnehmen könnte.',
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

  'A notebook server named "{name}" exists already in project "{namespace}"; choose another name.':
    'Einen Notebook-Server namens „{name}“ gibt es im Projekt „{namespace}“ schon; wählen Sie einen anderen Namen.',
  'A volume named "{name}" exists already; use it, or give the server another name.':
    'Ein Volume namens „{name}“ gibt es schon; benutzen Sie es, oder geben Sie dem Server einen anderen Namen.',
  'This is no Kubernetes object: it has no metadata.':
    'Das ist kein Kubernetes-Objekt: Es hat keine „metadata“.',
  'The server does not answer. Check the connection, then try again.':
    'Der Server antwortet nicht. Prüfen Sie die Verbindung, und versuchen Sie es noch einmal.',
  'The server does not answer at the moment (error {status}); it may be starting again. Try again in a few seconds.':
    'Der Server antwortet gerade nicht (Fehler {status}); vielleicht startet er neu. Versuchen Sie es in einigen Sekunden noch einmal.',
  'The server refused the request with code {status}.':
    'Der Server hat die Anfrage mit Code {status} abgelehnt.',

  'The repository must have an https address, without a name or a password in it.':
    'Das Repository muss eine https-Adresse ohne Namen und Passwort haben.',
  'The address must end with the name of a repository.':
    'Die Adresse muss mit dem Namen eines Repositorys enden.',
  'Repositories of {host} may not be opened here.':
    'Repositorys von {host} dürfen hier nicht geöffnet werden.',
  '"{branch}" cannot be the name of a branch or a tag.':
    '„{branch}“ kann kein Branch und kein Tag sein.',
  '"{path}" is no path in a repository.': '„{path}“ ist kein Pfad in einem Repository.',
  'There is no repository at {git}, or it is not public.':
    'Unter {git} gibt es kein Repository, oder es ist nicht öffentlich.',
  '{host} does not answer from here.': '{host} antwortet von hier aus nicht.',
  'The host {host} is not known here; check the address, and the network of the cluster.':
    'Der Host {host} ist hier nicht bekannt; prüfen Sie die Adresse und das Netz des Clusters.',
  'The certificate of {host} is not trusted here, so nothing was fetched from it.':
    'Dem Zertifikat von {host} wird hier nicht vertraut, deshalb wurde nichts von dort geholt.'
};
