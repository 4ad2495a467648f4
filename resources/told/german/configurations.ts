/** What a PodDefault does, and what keeps it from being done. */
export const toldConfigurations = {
  'sets the variables {names}': 'setzt die Variablen {names}',
  'sets variables from Secrets or ConfigMaps': 'setzt Variablen aus Secrets oder ConfigMaps',
  'mounts volumes at {paths}': 'bindet Volumes ein unter {paths}',
  'adds the volumes {names}': 'fügt die Volumes {names} hinzu',
  'runs beside the server {names}': 'führt neben dem Server {names} aus',
  'runs before it {names}': 'führt vor ihm {names} aus',
  'lets it run on nodes with taints': 'lässt ihn auf Knoten mit Taints laufen',
  'fetches images with {names}': 'holt Images mit {names}',
  'sets the labels {names}': 'setzt die Labels {names}',
  'sets the annotations {names}': 'setzt die Annotationen {names}',
  'runs as the service account {name}': 'läuft unter dem Dienstkonto {name}',
  'sets its command': 'setzt seinen Befehl',
  '{names} and {count} more': '{names} und {count} weitere',

  'PodDefault "{name}" sets {what}, which is set to something else':
    'PodDefault „{name}“ setzt {what}, was schon anders gesetzt ist',
  'the variable "{name}"': 'die Variable „{name}“',
  'the volume "{name}"': 'das Volume „{name}“',
  'the mount of volume "{name}"': 'die Einbindung des Volumes „{name}“',
  'the mount at "{path}"': 'die Einbindung unter „{path}“',
  'the toleration of "{key}"': 'die Toleration von „{key}“',
  'the pull secret "{name}"': 'das Pull-Secret „{name}“',
  'the init container "{name}"': 'den Init-Container „{name}“',
  'the container "{name}"': 'den Container „{name}“',
  'the label "{name}"': 'das Label „{name}“',
  'the annotation "{name}"': 'die Annotation „{name}“',
  'The selector of PodDefault "{name}" has an operator "{operator}" that there is not.':
    'Der Selektor von PodDefault „{name}“ hat einen Operator „{operator}“, den es nicht gibt.',
  'admission webhook "{webhook}" denied the request: {why}':
    'Der Webhook „{webhook}“ hat das abgelehnt: {why}'
};
