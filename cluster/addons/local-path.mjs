import { hashOf } from '../build/cache.mjs';
import { goTool } from '../build/go-tool.mjs';
import { waitForDeployment } from './client.mjs';
import { CONTAINER_SECURITY, deployment, namespace, serviceAccount } from './pods.mjs';

const VERSION = '0.0.30';
const NAMESPACE = 'local-path-storage';
const NAME = 'local-path-provisioner';
const CONFIG = 'local-path-config';
/** Makes and removes the folders; see cluster/go/local-path-volume. */
const VOLUME_PROGRAM = 'local-path-volume';

/**
 * The pod that makes or removes the folder of a volume. It runs as root, as folders of volumes hold
 * files of any user, with the right to pass over their permissions and no other.
 * @param {string} image
 */
function volumePod(image) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'volume' },
    spec: {
      priorityClassName: 'system-node-critical',
      automountServiceAccountToken: false,
      securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          // The provisioner reads the log of a container of this name.
          name: 'helper-pod',
          image,
          imagePullPolicy: 'IfNotPresent',
          securityContext: {
            ...CONTAINER_SECURITY,
            capabilities: { drop: ['ALL'], add: ['DAC_OVERRIDE', 'FOWNER'] }
          }
        }
      ]
    }
  };
}

/**
 * @param {{ image: string, volumeImage: string, folder: string }} options `folder` of all volumes, on the node
 * @returns {import('./client.mjs').KubeObject[]}
 */
export function localPathObjects({ image, volumeImage, folder }) {
  const program = `/${VOLUME_PROGRAM}`;
  const config = {
    nodePathMap: [{ node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: [folder] }],
    setupCommand: program,
    teardownCommand: program,
    cmdTimeoutSeconds: 60
  };
  const files = {
    'config.json': JSON.stringify(config),
    'helperPod.yaml': JSON.stringify(volumePod(volumeImage))
  };
  return [
    // Pods that mount a folder of the node are privileged in the sense of the Pod Security Standards.
    namespace(NAMESPACE, 'privileged'),
    ...serviceAccount({
      namespace: NAMESPACE,
      name: NAME,
      rules: [
        {
          apiGroups: [''],
          resources: ['nodes', 'persistentvolumeclaims'],
          verbs: ['get', 'list', 'watch']
        },
        {
          apiGroups: [''],
          resources: ['persistentvolumes'],
          verbs: ['get', 'list', 'watch', 'create', 'patch', 'update', 'delete']
        },
        { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
        {
          apiGroups: ['storage.k8s.io'],
          resources: ['storageclasses'],
          verbs: ['get', 'list', 'watch']
        }
      ]
    }),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: NAME, namespace: NAMESPACE },
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'create', 'delete'] },
        { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] }
      ]
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: NAME, namespace: NAMESPACE },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }]
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: CONFIG, namespace: NAMESPACE },
      data: files
    },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name: 'local-path',
        annotations: {
          'storageclass.kubernetes.io/is-default-class': 'true',
          // Kubernetes gives a volume of type local to the group that a pod asks for, one of type hostPath not.
          defaultVolumeType: 'local'
        }
      },
      provisioner: 'rancher.io/local-path',
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Delete'
    },
    deployment({
      namespace: NAMESPACE,
      name: NAME,
      // It has no probe: what is well after a moment is well.
      minReadySeconds: 2,
      annotations: { 'lab.kubeflow.org/configuration': hashOf(Object.values(files)) },
      container: {
        image,
        args: [
          'start',
          ...['--config', '/etc/local-path/config.json'],
          ...['--helper-pod-file', '/etc/local-path/helperPod.yaml'],
          ...['--service-account-name', NAME]
        ],
        env: [
          { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }
        ],
        resources: { requests: { cpu: '10m', memory: '24Mi' }, limits: { memory: '128Mi' } },
        volumeMounts: [{ name: 'config', mountPath: '/etc/local-path', readOnly: true }]
      },
      volumes: [{ name: 'config', configMap: { name: CONFIG } }]
    })
  ];
}

/**
 * Volumes as folders of the node. The size that a claim asks for is not enforced: folders have none.
 * @type {import('./steps.mjs').Addon}
 */
export const localPath = {
  name: 'local-path',
  title: 'volumes',
  core: true,
  build: async context => [
    { program: NAME, version: VERSION, binary: await goTool(NAME, context) },
    { program: VOLUME_PROGRAM, version: VERSION, binary: await goTool(VOLUME_PROGRAM, context) }
  ],
  async install({ client, volumes: folder }, [image = '', volumeImage = ''], context) {
    await client.apply(localPathObjects({ image, volumeImage, folder }), context);
    const wanted = {
      namespace: NAMESPACE,
      name: NAME,
      selector: `app=${NAME}`,
      what: 'The storage provisioner',
      seconds: 120
    };
    await waitForDeployment(client, wanted, context);
  }
};
