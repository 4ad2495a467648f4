/** What is said of the parts that are installed behind the platform's address, and of those that are not there. */
export const toldAddons = {
  'Waiting to install {title}.': 'Wartet darauf, installiert zu werden: {title}.',
  'Install {title} …': 'Wird installiert: {title} …',
  'Build {title} …': 'Wird gebaut: {title} …',
  'Fetch {title} …': 'Wird geholt: {title} …',
  'Image {name} …': 'Image {name} …',
  'Debian and Python packages of image {name} …': 'Debian und Python-Pakete für das Image {name} …',
  'Debian of image {name} …': 'Debian für das Image {name} …',
  'Give the node the image {name} …': 'Der Knoten bekommt das Image {name} …',
  'Give sweeps what chooses their values …': 'Sweeps bekommen, was ihre Werte wählt …',
  'the Gateway API': 'die Gateway-API',
  'the gateway (Traefik)': 'das Gateway (Traefik)',
  'served models (KServe)': 'bereitgestellte Modelle (KServe)',
  'CPU and memory in use (metrics-server)': 'benutzte CPU und benutzter RAM (metrics-server)',
  'buckets (SeaweedFS)': 'Buckets (SeaweedFS)',
  'TrainJobs (Kubeflow Trainer and JobSet)': 'TrainJobs (Kubeflow Trainer und JobSet)',
  'training jobs (Kubeflow training-operator)': 'Trainingsjobs (Kubeflow training-operator)',
  'the TensorFlow image': 'das Image von TensorFlow',
  'the XGBoost image': 'das Image von XGBoost',
  'the TensorBoard image': 'das Image von TensorBoard',
  'the PyTorch image': 'das Image von PyTorch',
  'the MPI image': 'das Image von MPI',
  'the image that serves models of TensorFlow':
    'das Image, das Modelle von TensorFlow bereitstellt',
  'the image that serves models of torch': 'das Image, das Modelle von torch bereitstellt',
  'the image that serves models': 'das Image, das Modelle bereitstellt',
  'the image that lets MPI launchers reach their workers':
    'das Image, mit dem MPI-Launcher ihre Worker erreichen',
  'what chooses the values of sweeps': 'was die Werte von Sweeps wählt',

  'The cluster does not know {what}: {operator} is missing, older than that, or still being installed.':
    'Der Cluster kennt {what} nicht: {operator} fehlt, ist älter oder wird noch installiert.',
  'the kind {kind} (notebook servers)': 'die Art {kind} (Notebook-Server)',
  'the kind {kind} ({many})': 'die Art {kind} ({many})',
  'this kind of object': 'diese Art von Objekt',
  'the operator that runs it': 'der Operator dafür'
};
