import { NAMESPACE } from './kserve-webhooks.mjs';

/** What KServe gives to a container of its own that is small and ends soon. */
const SMALL = { cpuRequest: '50m', cpuLimit: '1', memoryRequest: '128Mi', memoryLimit: '1Gi' };

/** Of our annotations those that say nothing to a pod: on it, each change of them would make a new one. */
const OUR_ANNOTATIONS = [
  'sample',
  'notebook',
  'origin',
  'created-by',
  'requests-per-second',
  'burst'
].map(name => `lab.kubeflow.org/${name}`);

/**
 * KServe's settings: plain Deployments and Services, since there is neither Knative nor Istio here. Sections
 * that are not named have no defaults in KServe, but must be there.
 * @param {{ modelImage: string, routerImage: string }} images `modelImage`: also of the storage initializer
 */
export function configuration({ modelImage, routerImage }) {
  const gateway = 'kubeflow-lab/kubeflow-lab-gateway';
  const sections = {
    deploy: {
      defaultDeploymentMode: 'Standard',
      // The next version answers before the last one goes.
      deploymentRolloutStrategy: { defaultRollout: { maxSurge: '100%', maxUnavailable: '0%' } }
    },
    ingress: {
      // Required, and not used: models are reached by their Services.
      ingressGateway: gateway,
      kserveIngressGateway: gateway,
      ingressDomain: 'svc.cluster.local',
      disableIngressCreation: true,
      disableIstioVirtualHost: true
    },
    inferenceService: {
      serviceAnnotationDisallowedList: OUR_ANNOTATIONS,
      resource: { cpuRequest: '100m', cpuLimit: '1', memoryRequest: '512Mi', memoryLimit: '2Gi' }
    },
    storageInitializer: { image: modelImage, ...SMALL },
    credentials: {
      storageSpecSecretName: 'storage-config',
      storageSecretNameAnnotation: 'serving.kserve.io/storageSecretName',
      s3: {
        s3AccessKeyIDName: 'AWS_ACCESS_KEY_ID',
        s3SecretAccessKeyName: 'AWS_SECRET_ACCESS_KEY'
      }
    },
    security: { autoMountServiceAccountToken: false },
    // Sidecars that are added where a service asks for them; there is no image of them here.
    agent: { image: 'kserve/agent', ...SMALL },
    logger: { image: 'kserve/agent', ...SMALL, defaultUrl: 'http://default-broker' },
    batcher: { image: 'kserve/agent', ...SMALL, maxBatchSize: '32', maxLatency: '5000' },
    router: {
      ...SMALL,
      image: routerImage,
      memoryRequest: '32Mi',
      imagePullPolicy: 'IfNotPresent'
    },
    metricsAggregator: { enableMetricAggregation: 'false', enablePrometheusScraping: 'false' }
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'inferenceservice-config', namespace: NAMESPACE },
    data: Object.fromEntries(
      Object.entries(sections).map(([key, value]) => [key, JSON.stringify(value, null, 2)])
    )
  };
}

const PORT = 8080;
/** Of KServe's second protocol by gRPC. */
const GRPC_PORT = 8081;

/**
 * @typedef {object} Runtime a server of ours
 * @property {string} name
 * @property {string} image of ours, such as `sklearn-server`
 * @property {[name: string, version: string][]} formats that it reads
 */

/** @type {Runtime[]} */
export const RUNTIMES = [
  {
    name: 'kubeflow-lab-sklearnserver',
    image: 'sklearn-server',
    formats: [
      ['sklearn', '1'],
      ['xgboost', '3'],
      ['lightgbm', '4'],
      ['onnx', '1'],
      ['mlflow', '1'],
      ['python-function', '1']
    ]
  },
  {
    name: 'kubeflow-lab-tensorflowserver',
    image: 'tensorflow-server',
    formats: [['tensorflow', '2']]
  },
  {
    name: 'kubeflow-lab-torchserver',
    image: 'torch-server',
    formats: [['pytorch', '1']]
  }
];

/**
 * @param {Runtime} runtime
 * @param {string} image its full name
 */
export function servingRuntime({ name, formats }, image) {
  return {
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind: 'ClusterServingRuntime',
    metadata: { name, labels: { 'app.kubernetes.io/part-of': 'kubeflow-lab' } },
    spec: {
      supportedModelFormats: formats.map(([name, version]) => ({
        name,
        version,
        autoSelect: true,
        priority: 1
      })),
      protocolVersions: ['v1', 'v2', 'grpc-v2'],
      containers: [
        {
          name: 'kserve-container',
          image,
          imagePullPolicy: 'IfNotPresent',
          command: ['python', '-m', 'serving'],
          args: [
            '--model_name={{.Name}}',
            '--model_dir=/mnt/models',
            `--http_port=${PORT}`,
            `--grpc_port=${GRPC_PORT}`
          ],
          // The Service of a model has the first at port 80 and others at their own numbers; two need names.
          ports: [
            { name: 'http', containerPort: PORT, protocol: 'TCP' },
            { name: 'grpc', containerPort: GRPC_PORT, protocol: 'TCP' }
          ],
          // It listens only when the model is loaded.
          readinessProbe: {
            httpGet: { path: '/v2/health/ready', port: PORT },
            periodSeconds: 1,
            timeoutSeconds: 5
          },
          // A large model takes its time, until then nothing else is asked.
          startupProbe: {
            httpGet: { path: '/v2/health/live', port: PORT },
            periodSeconds: 1,
            timeoutSeconds: 5,
            failureThreshold: 900
          },
          livenessProbe: {
            httpGet: { path: '/v2/health/live', port: PORT },
            periodSeconds: 10,
            timeoutSeconds: 10,
            failureThreshold: 6
          },
          // Answers when everybody had time to learn that this pod goes.
          lifecycle: { preStop: { httpGet: { path: '/drain', port: PORT } } },
          // The reason why a model was not loaded is the last line of the log.
          terminationMessagePolicy: 'FallbackToLogsOnError',
          resources: {
            requests: { cpu: '100m', memory: '256Mi' },
            limits: { cpu: '1', memory: '1Gi' }
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' }
          },
          volumeMounts: [{ name: 'temporary', mountPath: '/tmp' }]
        }
      ],
      volumes: [{ name: 'temporary', emptyDir: {} }]
    }
  };
}
