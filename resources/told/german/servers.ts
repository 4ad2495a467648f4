/** What is said of a server: its state, its use, what waits for its next start. */
export const toldServers = {
  '{sentence} Annotation {name} of the server is no idle time such as 90, 2h, 1d or never.':
    '{sentence} Die Annotation {name} des Servers ist keine Zeit wie 90, 2h, 1d oder never.',
  'Annotation {name} of the server is no idle time such as 90, 2h, 1d or never.':
    'Die Annotation {name} des Servers ist keine Zeit wie 90, 2h, 1d oder never.',
  '{sentence} Annotation {name} of the project is no idle time such as 90, 2h, 1d or never.':
    '{sentence} Die Annotation {name} des Projekts ist keine Zeit wie 90, 2h, 1d oder never.',
  'Annotation {name} of the project is no idle time such as 90, 2h, 1d or never.':
    'Die Annotation {name} des Projekts ist keine Zeit wie 90, 2h, 1d oder never.',

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
  'No node has enough memory free for the server; ask for less, or stop something else.':
    'Kein Knoten hat genug RAM für den Server frei; verlangen Sie weniger, oder stoppen Sie etwas anderes.',
  'No node has {amount} memory free for the server; ask for less, or stop something else.':
    'Kein Knoten hat {amount} RAM für den Server frei; verlangen Sie weniger, oder stoppen Sie etwas anderes.',
  'No node has enough {thing} free for the server; ask for less, or stop something else.':
    'Kein Knoten hat genug {thing} für den Server frei; verlangen Sie weniger, oder stoppen Sie etwas anderes.',
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

  'The cluster does not let the server start, and is asked again: {detail}.':
    'Der Cluster lässt den Server nicht starten und wird wieder gefragt: {detail}.',
  'Kubernetes does not accept the server: {detail}.':
    'Kubernetes nimmt den Server nicht an: {detail}.',
  'Kubernetes does not accept the changed server: {detail}.':
    'Kubernetes nimmt den geänderten Server nicht an: {detail}.',
  'A {kind} named {name} exists already and does not belong to this server; delete it, or give the server another name.':
    'Ein Objekt {kind} namens {name} gibt es schon, und es gehört nicht zu diesem Server; löschen Sie es, oder geben Sie dem Server einen anderen Namen.',
  'A server of the same name is still being removed.':
    'Ein Server desselben Namens wird noch entfernt.',
  'A server of the same name is still being removed; it waits for finalizer {finalizer}.':
    'Ein Server desselben Namens wird noch entfernt; er wartet auf den Finalizer {finalizer}.',
  'The running server was started before its last change; its next start, or a restart, changes {list}.':
    'Der laufende Server wurde vor seiner letzten Änderung gestartet; sein nächster Start oder ein Neustart ändert {list}.',
  'the image': 'das Image',
  'the CPU': 'die CPU',
  'the memory': 'den RAM',
  'the volumes': 'die Volumes',
  'variable {name}': 'die Variable {name}',
  'label {name}': 'das Label {name}',
  'annotation {name}': 'die Annotation {name}',
  '{count} other fields': '{count} weitere Felder',

  'It stops at {time} unless it is used before: after {idle} without activity, {said}.':
    'Er stoppt am {time}, wenn er bis dahin nicht benutzt wird: nach {idle} ohne Benutzung, {said}.',
  'Nobody has used the server since {last}. It stops at {time} unless it is used before.':
    'Seit {last} hat niemand den Server benutzt. Er stoppt am {time}, wenn er bis dahin nicht benutzt wird.',
  'The server is not stopped for want of activity, {said}.':
    'Der Server wird nicht wegen Nichtbenutzung gestoppt, {said}.',
  'as its Notebook says': 'wie sein Notebook sagt',
  'as its project says': 'wie sein Projekt sagt',
  'as everywhere here': 'wie überall hier',
  'the longest that is allowed here': 'der längsten hier erlaubten Zeit',
  'It is not known whether the server is used, so it is not stopped: {problem}.':
    'Es ist nicht bekannt, ob der Server benutzt wird, deshalb wird er nicht gestoppt: {problem}.',
  'it was not asked yet': 'Er wurde noch nicht gefragt',
  'its pod is not ready': 'Sein Pod ist nicht bereit',
  'its pod has no address': 'Sein Pod hat keine Adresse',
  'the server does not answer in time': 'Der Server antwortet nicht rechtzeitig',
  'the server cannot be reached ({code})': 'Der Server ist nicht erreichbar ({code})',
  'its answers are not those of a Jupyter server':
    'Seine Antworten sind nicht die eines Jupyter-Servers',
  'it is no Jupyter server, and its Notebook does not say how its use is found out':
    'Er ist kein Jupyter-Server, und sein Notebook sagt nicht, wie sich seine Benutzung feststellen lässt',
  'Stopped after {time} without activity.': 'Nach {time} ohne Benutzung gestoppt.'
};
