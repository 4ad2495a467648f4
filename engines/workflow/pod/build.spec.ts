import { nodeId } from '@kubeflow-lab/resources';
import type { NodeStatus, Workflow, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import type { PodRequest } from '../operate/context.js';
import type { ArtifactRepository } from '../repository.js';
import { workflowLookup } from '../text/lookups.js';
import { UnresolvedError } from '../text/substitute.js';
import { buildPod } from './build.js';

const repository: ArtifactRepository = {
  s3: {
    bucket: 'ada',
    endpoint: 's3.svc:8333',
    insecure: true,
    keyFormat: 'runs/{{workflow.uid}}/{{pod.name}}',
    accessKeySecret: { name: 'keys', key: 'id' },
    secretKeySecret: { name: 'keys', key: 'secret' }
  }
};
const workflow: Workflow = {
  metadata: { name: 'run', namespace: 'ada', uid: 'u1' },
  spec: {
    serviceAccountName: 'default-editor',
    volumes: [
      { name: 'shared', persistentVolumeClaim: { claimName: 'shared' } },
      { name: 'unused', emptyDir: {} }
    ]
  }
};

function request(template: WorkflowTemplateSpec, inputs: PodRequest['inputs'] = {}): PodRequest {
  const node: NodeStatus = {
    id: nodeId('run', 'run.a'),
    name: 'run.a',
    type: 'Pod',
    templateName: 'step'
  };
  return {
    node,
    template: { name: 'step', ...template },
    inputs,
    retries: 0,
    globals: workflowLookup(workflow)
  };
}

function build(
  template: WorkflowTemplateSpec,
  inputs?: PodRequest['inputs'],
  store: ArtifactRepository | string = repository
) {
  const setting = { workflow, repository: store, artifactsImage: 'ours:1' };
  return buildPod(request(template, inputs), setting);
}

const plain = { container: { image: 'any', command: ['run', '{{inputs.parameters.x}}'] } };
const x = { parameters: [{ name: 'x', value: '{{workflow.name}}' }] };

it('leaves a plain step as it is', () => {
  const pod = build(plain, x);
  expect(pod.metadata).toMatchObject({
    name: 'run-step-' + nodeId('run', 'run.a').slice('run-'.length),
    labels: { 'workflows.argoproj.io/workflow': 'run' },
    annotations: { 'workflows.argoproj.io/node-name': 'run.a' },
    ownerReferences: [{ kind: 'Workflow', uid: 'u1', controller: true }]
  });
  expect(pod.spec).toEqual({
    serviceAccountName: 'default-editor',
    restartPolicy: 'Never',
    volumes: [],
    containers: [
      { name: 'main', image: 'any', command: ['run', '{{workflow.name}}'], volumeMounts: [] }
    ]
  });
});

it('gives a step only the volumes that it mounts', () => {
  const volumeMounts = [{ name: 'shared', mountPath: '/home/jovyan/shared' }];
  const pod = build({ container: { image: 'any', command: ['run'], volumeMounts } });
  expect(pod.spec?.volumes).toEqual([workflow.spec?.volumes?.[0]]);
});

it('brings a script byte for byte, whatever it holds', () => {
  const source = 'echo "$(HOME)" `x` \\n\n';
  const pod = build({ script: { image: 'any', command: ['sh'], source } });
  expect(pod.metadata?.annotations?.['lab.kubeflow.org/script']).toBe(source);
  expect(pod.spec?.containers?.[0]).toMatchObject({
    command: ['sh'],
    args: ['/argo/staging/script'],
    volumeMounts: [{ name: 'kubeflow-lab-script', mountPath: '/argo/staging' }]
  });
  expect(pod.spec?.containers?.[0]).not.toHaveProperty('source');
});

describe('a step with artifacts', () => {
  const template: WorkflowTemplateSpec = {
    ...plain,
    inputs: {
      artifacts: [
        { name: 'code', path: '/work/code.b64', raw: { data: '{{inputs.parameters.x}}' } },
        {
          name: 'data',
          path: '/in/data/',
          s3: { key: 'k/{{workflow.uid}}' },
          archive: { none: {} }
        }
      ]
    },
    outputs: {
      parameters: [{ name: 'result', valueFrom: { path: '/tmp/out/result.json', default: '{}' } }],
      artifacts: [
        { name: 'v', path: '/tmp/out/v', s3: { key: 'k/v' }, archive: { none: {} } },
        { name: 'deep', path: '/tmp/out/deeper/w' },
        { name: 'inplace', path: '/in/data/changed' }
      ]
    }
  };
  const pod = build(template, x);
  const plan = JSON.parse(pod.metadata?.annotations?.['lab.kubeflow.org/artifacts-plan'] ?? '');
  const address = {
    endpoint: 'http://s3.svc:8333',
    bucket: 'ada',
    region: 'us-east-1',
    credentials: 'S3_0'
  };

  it('says what is to be brought and kept', () => {
    expect(plan).toEqual({
      inputs: [
        {
          name: 'code',
          path: '/staging/inputs/code',
          from: { raw: '{{workflow.name}}' },
          unpack: false
        },
        {
          name: 'data',
          path: '/staging/inputs/data',
          from: { s3: { ...address, key: 'k/u1' } },
          unpack: false
        }
      ],
      outputs: [
        {
          name: 'v',
          path: '/main/tmp/out/v',
          to: { ...address, key: 'k/v' },
          pack: false,
          optional: false
        },
        {
          name: 'deep',
          path: '/main/tmp/out/deeper/w',
          to: { ...address, key: `runs/u1/${pod.metadata?.name}/deep.tgz` },
          pack: true,
          optional: false
        },
        {
          name: 'inplace',
          path: '/staging/inputs/data/changed',
          to: { ...address, key: `runs/u1/${pod.metadata?.name}/inplace.tgz` },
          pack: true,
          optional: false
        }
      ],
      parameters: [{ name: 'result', path: '/main/tmp/out/result.json', default: '{}' }]
    });
  });

  it('sees its inputs at their paths, and has one empty volume for outputs that lie together', () => {
    expect(pod.spec?.containers?.[0].volumeMounts).toEqual([
      { name: 'kubeflow-lab-staging', mountPath: '/work/code.b64', subPath: 'inputs/code' },
      { name: 'kubeflow-lab-staging', mountPath: '/in/data', subPath: 'inputs/data' },
      { name: 'kubeflow-lab-outputs-0', mountPath: '/tmp/out' }
    ]);
  });

  it('has a sidecar with the keys, and itself has none', () => {
    const [sidecar] = pod.spec?.initContainers ?? [];
    expect(sidecar).toMatchObject({ name: 'artifacts', image: 'ours:1', restartPolicy: 'Always' });
    expect(sidecar.env).toEqual([
      { name: 'S3_0_ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'id' } } },
      { name: 'S3_0_SECRET_KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'secret' } } }
    ]);
    expect(pod.spec?.containers?.[0].env).toBeUndefined();
  });

  it('keeps what lies on a volume of its own from there', () => {
    const volumeMounts = [{ name: 'shared', mountPath: '/data' }];
    const outputs = { artifacts: [{ name: 'v', path: '/data/v', s3: { key: 'k' } }] };
    const container = { image: 'any', command: ['run'], volumeMounts };
    const own = build({ container, outputs });
    expect(own.spec?.initContainers?.[0].volumeMounts).toContainEqual({
      name: 'shared',
      mountPath: '/main/data'
    });
    expect(own.spec?.containers?.[0].volumeMounts).toEqual(volumeMounts);
  });

  it('runs its sidecar as no more than the step may be', () => {
    const nobody = { ...template, securityContext: { runAsNonRoot: true, runAsUser: 1000 } };
    expect(build(nobody, x).spec?.initContainers?.[0].securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      capabilities: { drop: ['ALL'] }
    });
  });

  it('cannot be made where nothing says where to store', () => {
    expect(() => build(template, x, 'There is no store.')).toThrow(UnresolvedError);
    expect(() => build(template, x, 'There is no store.')).toThrow('There is no store.');
  });

  it('cannot be made where its texts are too large for a pod', () => {
    const data = 'x'.repeat(300_000);
    const artifacts = [{ name: 'code', path: '/work/code', raw: { data } }];
    expect(() => build({ ...plain, inputs: { artifacts } }, x)).toThrow(/kB together/);
  });
});

describe('a step with artifacts at addresses of their own', () => {
  const http = (url: string) => ({
    url,
    headers: [{ name: 'X-Run', value: '{{workflow.uid}}' }],
    auth: {
      basicAuth: {
        usernameSecret: { name: 'web', key: 'user' },
        passwordSecret: { name: 'web', key: 'password' }
      }
    }
  });
  const template: WorkflowTemplateSpec = {
    ...plain,
    inputs: { artifacts: [{ name: 'in', path: '/work/in', http: http('https://files/in') }] },
    outputs: { artifacts: [{ name: 'out', path: '/tmp/out/x', http: http('https://files/out') }] }
  };

  it('brings and stores them there, with a password that only the sidecar gets', () => {
    const pod = build(template, x);
    const annotations = pod.metadata!.annotations!;
    const plan = JSON.parse(annotations['lab.kubeflow.org/artifacts-plan']!);
    const address = (url: string) => ({
      url,
      headers: [{ name: 'X-Run', value: 'u1' }],
      credentials: 'HTTP_0'
    });
    expect(plan.inputs[0].from).toEqual({ http: address('https://files/in') });
    expect(plan.outputs[0].to).toEqual(address('https://files/out'));
    expect(pod.spec!.initContainers![0]!.env).toEqual([
      { name: 'HTTP_0_USERNAME', valueFrom: { secretKeyRef: { name: 'web', key: 'user' } } },
      { name: 'HTTP_0_PASSWORD', valueFrom: { secretKeyRef: { name: 'web', key: 'password' } } }
    ]);
    expect(pod.spec!.containers![0]!.env ?? []).toEqual([]);
    expect(JSON.parse(annotations['lab.kubeflow.org/output-artifacts']!)[0].http.url).toBe(
      'https://files/out'
    );
  });

  it('is not made for anything but http', () => {
    const outputs = { artifacts: [{ name: 'o', path: '/tmp/o/x', http: { url: 'file:///etc' } }] };
    expect(() => build({ ...plain, outputs }, x)).toThrow(/begins with http/);
  });
});

describe('the log of a step', () => {
  const plan = (
    template: WorkflowTemplateSpec,
    spec = {},
    store: typeof repository | string = repository
  ) => {
    const run = { ...workflow, spec: { ...workflow.spec, ...spec } };
    const pod = buildPod(request(template), {
      workflow: run,
      repository: store,
      artifactsImage: 'ours:1'
    });
    return { pod, text: pod.metadata?.annotations?.['lab.kubeflow.org/artifacts-plan'] };
  };
  const silent = { container: { image: 'any', command: ['run'] } };

  it('goes to the bucket where the run says so, read by the container of ours alone', () => {
    const { pod, text } = plan(silent, { archiveLogs: true });
    const key = `runs/u1/${pod.metadata?.name}/main.log`;
    expect(JSON.parse(text!)).toMatchObject({
      outputs: [],
      log: { name: 'main-logs', pod: pod.metadata?.name, container: 'main', to: { key } }
    });
    expect(JSON.parse(pod.metadata!.annotations!['lab.kubeflow.org/output-artifacts']!)).toEqual([
      { name: 'main-logs', s3: { key } }
    ]);
    expect(pod.spec?.initContainers?.[0]?.volumeMounts).toContainEqual({
      name: 'kubeflow-lab-log-reader',
      mountPath: '/log-reader',
      readOnly: true
    });
    expect(pod.spec?.containers?.[0]?.volumeMounts).toEqual([]);
  });

  it('stays with its pod where it is not asked for, or there is no bucket', () => {
    expect(plan(silent).text).toBeUndefined();
    const template = { ...silent, archiveLocation: { archiveLogs: false } };
    expect(plan(template, { archiveLogs: true }).text).toBeUndefined();
    expect(plan(silent, { archiveLogs: true }, 'There is none.').text).toBeUndefined();
    const archiving = { ...repository, archiveLogs: true };
    expect(plan(silent, {}, archiving).text).toContain('main.log');
  });
});

it('volumes that were made for the run can be mounted', () => {
  const persistentVolumeClaims = [
    { name: 'work', persistentVolumeClaim: { claimName: 'run-work' } }
  ];
  const container = {
    image: 'any',
    command: ['run'],
    volumeMounts: [{ name: 'work', mountPath: '/work' }]
  };
  const pod = buildPod(request({ container }), {
    workflow: { ...workflow, status: { persistentVolumeClaims } },
    repository,
    artifactsImage: 'ours:1'
  });
  expect(pod.spec?.volumes).toEqual(persistentVolumeClaims);
});
