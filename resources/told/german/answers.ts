/** What the API answers where something cannot be done. */
export const toldAnswers = {
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

  'A volume named "{name}" exists already in project "{namespace}"; choose another name.':
    'Ein Volume namens „{name}“ gibt es im Projekt „{namespace}“ schon; wählen Sie einen anderen Namen.',
  'A snapshot named "{name}" exists already in project "{namespace}"; choose another name.':
    'Einen Snapshot namens „{name}“ gibt es im Projekt „{namespace}“ schon; wählen Sie einen anderen Namen.',
  'A volume "{name}" exists already, as of a notebook server of this name that was deleted; use it as an existing volume, or choose another name.':
    'Ein Volume „{name}“ gibt es schon, etwa von einem gelöschten Notebook-Server dieses Namens; benutzen Sie es als vorhandenes Volume, oder wählen Sie einen anderen Namen.',
  'A volume of this name exists already.': 'Ein Volume dieses Namens gibt es schon.',
  'There is no notebook server "{name}" in project "{namespace}".':
    'Einen Notebook-Server „{name}“ gibt es im Projekt „{namespace}“ nicht.',
  'There is no volume "{name}" in project "{namespace}".':
    'Ein Volume „{name}“ gibt es im Projekt „{namespace}“ nicht.',
  'There is no snapshot "{name}" in project "{namespace}".':
    'Einen Snapshot „{name}“ gibt es im Projekt „{namespace}“ nicht.',
  'Kubernetes does not accept the notebook server: {why}.':
    'Kubernetes nimmt den Notebook-Server nicht an: {why}.',
  'Kubernetes does not accept the volume: {why}.': 'Kubernetes nimmt das Volume nicht an: {why}.',
  'Kubernetes does not accept the snapshot: {why}.':
    'Kubernetes nimmt den Snapshot nicht an: {why}.',
  'Kubernetes does not accept this: {why}.': 'Kubernetes nimmt das nicht an: {why}.',
  "The project's quota does not allow this: {why}.":
    'Das Kontingent des Projekts lässt das nicht zu: {why}.',
  "The cluster's rules do not allow this: {why}.":
    'Die Regeln des Clusters lassen das nicht zu: {why}.',
  'The Kubernetes API could not do this: {why}. Try again soon.':
    'Die Kubernetes-API konnte das nicht tun: {why}. Versuchen Sie es bald noch einmal.',
  'The Kubernetes API does not answer at the moment; try again in a few seconds.':
    'Die Kubernetes-API antwortet gerade nicht; versuchen Sie es in einigen Sekunden noch einmal.',
  'Something went wrong inside the server; its log says what.':
    'Im Server ist etwas schiefgegangen; sein Log sagt, was.',
  'Sign in to go on: there is no session, or it has ended.':
    'Melden Sie sich an, um fortzufahren: Es gibt keine Sitzung, oder sie ist zu Ende.',
  'Too many attempts to sign in; wait {seconds} seconds.':
    'Zu viele Versuche, sich anzumelden; warten Sie {seconds} Sekunden.',
  'You have too many event streams open; close some pages first.':
    'Sie haben zu viele Seiten offen; schließen Sie erst einige.',
  'This stream has too many subscriptions; end some first.':
    'Sie haben zu viel auf einmal offen; schließen Sie erst einige Seiten.',
  'You may not see the notebook servers of project "{namespace}"; ask its owner for access.':
    'Sie dürfen die Notebook-Server des Projekts „{namespace}“ nicht sehen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not see the volumes of project "{namespace}"; ask its owner for access.':
    'Sie dürfen die Volumes des Projekts „{namespace}“ nicht sehen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not see the snapshots of project "{namespace}"; ask its owner for access.':
    'Sie dürfen die Snapshots des Projekts „{namespace}“ nicht sehen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not see the events of project "{namespace}"; ask its owner for access.':
    'Sie dürfen die Ereignisse des Projekts „{namespace}“ nicht sehen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not see the logs of project "{namespace}"; ask its owner for access.':
    'Sie dürfen die Logs des Projekts „{namespace}“ nicht sehen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not see notebook servers in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Notebook-Server nicht sehen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not create notebook servers in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Notebook-Server nicht erstellen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not change notebook servers in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Notebook-Server nicht ändern; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not delete notebook servers in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Notebook-Server nicht löschen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not see volumes in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Volumes nicht sehen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not create volumes in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Volumes nicht erstellen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not change volumes in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Volumes nicht ändern; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not delete volumes in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Volumes nicht löschen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not see snapshots in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Snapshots nicht sehen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not create snapshots in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Snapshots nicht erstellen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not change snapshots in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Snapshots nicht ändern; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not delete snapshots in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie Snapshots nicht löschen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not see what project "{namespace}" has left; ask its owner for access.':
    'Sie dürfen nicht sehen, was dem Projekt „{namespace}“ noch bleibt; fragen Sie, wem es gehört, nach dem Recht dazu.',
  '"{name}" was changed by somebody else meanwhile; look at it again before you change it.':
    '„{name}“ wurde inzwischen von jemand anderem geändert; sehen Sie es noch einmal an, bevor Sie es ändern.',
  'The notebook server "{name}" was changed by somebody else meanwhile; look at what they changed and apply again.':
    'Der Notebook-Server „{name}“ wurde inzwischen von jemand anderem geändert; sehen Sie die Änderung an, und wenden Sie Ihre noch einmal an.',
  'The notebook server "{name}" was changed by somebody else meanwhile; look again and repeat.':
    'Der Notebook-Server „{name}“ wurde inzwischen von jemand anderem geändert; sehen Sie ihn noch einmal an, und wiederholen Sie es.',
  'The volume "{name}" was changed by somebody else meanwhile; look again and repeat.':
    'Das Volume „{name}“ wurde inzwischen von jemand anderem geändert; sehen Sie es noch einmal an, und wiederholen Sie es.',
  'The object does not say which version was changed; keep its resourceVersion.':
    'Das Objekt sagt nicht, welche Fassung geändert wurde; behalten Sie seine resourceVersion.',
  'A notebook server cannot be renamed; make "{name}" anew under another name instead.':
    'Ein Notebook-Server lässt sich nicht umbenennen; erstellen Sie „{name}“ stattdessen unter anderem Namen neu.',
  'The notebook server "{name}" is stopped; start it instead.':
    'Der Notebook-Server „{name}“ ist gestoppt; starten Sie ihn stattdessen.',
  'CPU and memory in use are not shown: your role in this project lacks "list" of pods in metrics.k8s.io.':
    'Benutzte CPU und benutzter RAM werden nicht gezeigt: Ihrer Rolle in diesem Projekt fehlt „list“ von Pods in metrics.k8s.io.',
  'CPU and memory in use are not shown: an administrator has to install metrics-server, which measures them.':
    'Benutzte CPU und benutzter RAM werden nicht gezeigt: Die Administration muss metrics-server installieren, der sie misst.',
  'CPU and memory in use are not known now: the metrics-server of this cluster does not answer.':
    'Benutzte CPU und benutzter RAM sind gerade nicht bekannt: Der metrics-server dieses Clusters antwortet nicht.',
  'The server cannot be reached. Check that it runs and that you are online.':
    'Der Server ist nicht erreichbar. Prüfen Sie, ob er läuft und Sie online sind.',
  'Kubeflow Lab does not answer at the moment; it may be starting again. Try again in a few seconds.':
    'Kubeflow Lab antwortet gerade nicht; vielleicht startet es neu. Versuchen Sie es in einigen Sekunden noch einmal.',
  'A request to Kubeflow Lab was answered with {status} and no explanation.':
    'Eine Anfrage an Kubeflow Lab wurde mit {status} und ohne Erklärung beantwortet.',
  'The connection for live updates was closed; it is being made again.':
    'Die Verbindung für laufende Neuigkeiten wurde geschlossen; sie wird neu aufgebaut.',
  'The connection for live updates fell silent.':
    'Auf der Verbindung für laufende Neuigkeiten kommt nichts mehr.',
  'spawner_ui_config.yaml cannot be read: {why}.':
    'spawner_ui_config.yaml lässt sich nicht lesen: {why}.',

  'The volume "{name}" is not there yet; there are no files on it yet.':
    'Das Volume „{name}“ ist noch nicht da; es sind noch keine Dateien darauf.',
  'The volume "{name}" is not there yet, and cannot be made larger before; delete it, and make a larger one.':
    'Das Volume „{name}“ ist noch nicht da und lässt sich vorher nicht vergrößern; löschen Sie es, und erstellen Sie ein größeres.',
  'The volume was not read to its end; try again in a moment.':
    'Das Volume wurde nicht zu Ende gelesen; versuchen Sie es gleich noch einmal.',
  'The volume cannot be read now: {why}': 'Das Volume lässt sich jetzt nicht lesen: {why}',
  'the pod for it does not begin.': 'Der Pod dafür beginnt nicht.',
  'No snapshot can be taken of "{name}".': 'Von „{name}“ kann kein Snapshot aufgenommen werden.',
  '"{path}" cannot be read. {why}': '„{path}“ lässt sich nicht lesen. {why}',
  'There is no such file any more.': 'Diese Datei gibt es nicht mehr.',
  'It is a symbolic link, which is not followed.':
    'Es ist ein symbolischer Link, dem nicht gefolgt wird.',
  'It is larger than 64 MiB; open it in a notebook server that has the volume.':
    'Sie ist größer als 64 MiB; öffnen Sie sie in einem Notebook-Server, der das Volume hat.',
  'Its rights do not let user 1000 read it.': 'Ihre Rechte lassen Benutzer 1000 sie nicht lesen.',

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
    'Dem Zertifikat von {host} wird hier nicht vertraut, deshalb wurde nichts von dort geholt.',

  'Only a person opens a notebook server, not a service account.':
    'Einen Notebook-Server öffnet nur ein Mensch, kein Dienstkonto.',
  'You may not open the notebook server "{name}"; ask its owner for access.':
    'Sie dürfen den Notebook-Server „{name}“ nicht öffnen; fragen Sie, wem er gehört, nach dem Recht dazu.',
  'The notebook server "{name}" is not ready yet; try again then.':
    'Der Notebook-Server „{name}“ ist noch nicht bereit; versuchen Sie es dann noch einmal.',
  'The notebook server "{name}" did not answer; try again.':
    'Der Notebook-Server „{name}“ hat nicht geantwortet; versuchen Sie es noch einmal.',
  'The image of the notebook server "{name}" cannot fetch repositories; take one of the platform\'s, or use git in a terminal.':
    'Das Image des Notebook-Servers „{name}“ kann keine Repositorys holen; nehmen Sie eines der Plattform, oder benutzen Sie git in einem Terminal.',

  'There is nothing named "{name}" in project "{namespace}".':
    'Im Projekt „{namespace}“ gibt es nichts namens „{name}“.',
  'The request is too large: the code of a job may have 1 MB at most.':
    'Die Anfrage ist zu groß: Der Code eines Jobs darf höchstens 1 MB haben.',
  'The request lacks the field "{name}".': 'In der Anfrage fehlt das Feld „{name}“.',
  '"{path}" lacks the field "{name}".': 'In „{path}“ fehlt das Feld „{name}“.',
  'The request has a field "{name}" that is not known here.':
    'Die Anfrage hat ein Feld „{name}“, das hier nicht bekannt ist.',
  '"{path}" has a field "{name}" that is not known here.':
    '„{path}“ hat ein Feld „{name}“, das hier nicht bekannt ist.',
  'The request must be of type {type}.': 'Die Anfrage muss vom Typ {type} sein.',
  '"{path}" must be of type {type}.': '„{path}“ muss vom Typ {type} sein.',
  'This is a {kind} of {version}; what can be created here is a {wanted} of {right}.':
    'Das ist ein Objekt {kind} von {version}; hier kann ein Objekt {wanted} von {right} erstellt werden.',
  'The object says that it belongs to project "{project}", not to "{namespace}"; remove its namespace, or create it there.':
    'Das Objekt sagt, dass es zum Projekt „{project}“ gehört, nicht zu „{namespace}“; entfernen Sie seinen Namespace, oder erstellen Sie es dort.',
  'The object needs a name.': 'Das Objekt braucht einen Namen.',
  '"{name}" must be a whole number that is not negative.':
    '„{name}“ muss eine ganze Zahl sein, die nicht negativ ist.',
  '"{name}" must be one of {values}.': '„{name}“ muss eines sein von {values}.',
  '"{name}" must be given once.': '„{name}“ darf nur einmal da sein.',
  'The request is not valid JSON.': 'Die Anfrage ist kein gültiges JSON.',
  'The request cannot be understood.': 'Die Anfrage ist nicht verständlich.',
  'The request took too long to come.': 'Die Anfrage hat zu lange gedauert.',
  'Requests that change something need the header "X-Kubeflow-Lab: 1".':
    'Anfragen, die etwas ändern, brauchen den Header „X-Kubeflow-Lab: 1“.',
  'The user name or the password is wrong.': 'Der Benutzername oder das Passwort ist falsch.',
  'This event stream has ended; open another one.':
    'Dieser Strom von Neuigkeiten ist zu Ende; öffnen Sie einen anderen.',
  'It is no file: {what}.': 'Das ist keine Datei: {what}.',
  'The file has no spawnerFormDefaults.': 'Die Datei hat keine spawnerFormDefaults.',
  '"{path}" is no path of a file.': '„{path}“ ist kein Pfad einer Datei.',

  'There is no {kind} "{name}" in project "{namespace}".':
    'Ein Objekt {kind} „{name}“ gibt es im Projekt „{namespace}“ nicht.',
  'There is no {kind} "{name}".': 'Ein Objekt {kind} „{name}“ gibt es nicht.',
  'A {kind} named "{name}" exists already; choose another name.':
    'Ein Objekt {kind} namens „{name}“ gibt es schon; wählen Sie einen anderen Namen.',
  'A {kind} named "{name}" exists already in project "{namespace}"; choose another name.':
    'Ein Objekt {kind} namens „{name}“ gibt es im Projekt „{namespace}“ schon; wählen Sie einen anderen Namen.',
  'The {kind} "{name}" was changed by somebody else meanwhile; look again and repeat.':
    'Das Objekt {kind} „{name}“ wurde inzwischen von jemand anderem geändert; sehen Sie es noch einmal an, und wiederholen Sie es.',
  'Kubernetes does not accept the {kind}: {why}.':
    'Kubernetes nimmt das Objekt {kind} nicht an: {why}.',
  'You may not see {kinds} in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie {kinds} nicht sehen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not create {kinds} in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie {kinds} nicht erstellen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not change {kinds} in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie {kinds} nicht ändern; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not delete {kinds} in project "{namespace}"; ask its owner for access.':
    'Im Projekt „{namespace}“ dürfen Sie {kinds} nicht löschen; fragen Sie, wem es gehört, nach dem Recht dazu.',
  'You may not see {kinds}; ask its owner for access.':
    'Sie dürfen {kinds} nicht sehen; bitten Sie die Administration um das Recht dazu.',
  'You may not create {kinds}; ask its owner for access.':
    'Sie dürfen {kinds} nicht erstellen; bitten Sie die Administration um das Recht dazu.',
  'You may not change {kinds}; ask its owner for access.':
    'Sie dürfen {kinds} nicht ändern; bitten Sie die Administration um das Recht dazu.',
  'You may not delete {kinds}; ask its owner for access.':
    'Sie dürfen {kinds} nicht löschen; bitten Sie die Administration um das Recht dazu.'
};
