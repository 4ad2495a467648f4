/** The pods of the tour as somebody would write them who had neither operators nor engines. */
import { posix } from 'node:path';

const TOKEN_VOLUME = /^kube-api-access-/;
/** What the API server, the scheduler or an operator writes into a pod, beyond what it runs. */
const NOT_WRITTEN_BY_HAND = [
  'nodeName',
  'hostname',
  'subdomain',
  'serviceAccount',
  'preemptionPolicy',
  'priority',
  'tolerations',
  'schedulerName'
];

/**
 * The same pod again: image, command, code, environment and volumes, but nothing by which an operator would know it.
 * @param {import('@kubernetes/client-node').V1Pod} pod as the cluster has it
 * @param {string} name @param {Record<string, string>} labels
 * @returns {import('@kubernetes/client-node').V1Pod}
 */
export function byHand(pod, name, labels) {
  const spec = structuredClone(pod.spec);
  for (const field of NOT_WRITTEN_BY_HAND) {
    delete spec[field];
  }
  spec.volumes = (spec.volumes ?? []).filter(volume => !TOKEN_VOLUME.test(volume.name));
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
    container.volumeMounts = (container.volumeMounts ?? []).filter(
      mount => !TOKEN_VOLUME.test(mount.name)
    );
  }
  return { metadata: { name, labels }, spec };
}

/**
 * A pipeline by hand: a pod for each step, its code in a ConfigMap, and what it hands on in folders of the project's
 * shared volume.
 * @param {any} workflow as our compiler writes it for a notebook without parameters: one DAG whose steps have their
 *   code as a raw artifact, and a folder in the bucket for each variable
 * @param {string} prefix of all names @param {Record<string, string>} labels
 * @returns {{name: string, after: string[], configMap: object, pod: object}[]} `after`: the steps that must have succeeded
 */
export function stepsByHand(workflow, prefix, labels) {
  const { templates, entrypoint } = workflow.spec;
  const templateOf = name => templates.find(template => template.name === name);
  return templateOf(entrypoint).dag.tasks.map(task => {
    const template = templateOf(task.template);
    const artifacts = [...template.inputs.artifacts, ...(template.outputs.artifacts ?? [])];
    const code = artifacts.filter(artifact => artifact.raw !== undefined);
    const metadata = { name: `${prefix}-${template.name}`, labels };
    return {
      name: task.name,
      after: task.dependencies ?? [],
      configMap: {
        metadata,
        data: Object.fromEntries(code.map(({ name, raw }) => [name, raw.data]))
      },
      pod: { metadata, spec: stepSpec(workflow, template, artifacts, prefix) }
    };
  });
}

function stepSpec({ spec }, template, artifacts, prefix) {
  const [result] = template.outputs.parameters;
  const mounts = artifacts.map(({ name, path, raw, s3 }) =>
    raw === undefined
      ? { name: 'shared', mountPath: path, subPath: `${prefix}/${folderOf(s3.key)}` }
      : { name: 'code', mountPath: path, subPath: name }
  );
  return {
    restartPolicy: 'Never',
    serviceAccountName: spec.serviceAccountName,
    securityContext: spec.securityContext,
    containers: [
      {
        ...template.container,
        name: 'main',
        volumeMounts: [
          ...template.container.volumeMounts,
          { name: 'files', mountPath: posix.dirname(result.valueFrom.path) },
          ...mounts
        ]
      }
    ],
    volumes: [
      ...spec.volumes,
      { name: 'files', emptyDir: {} },
      { name: 'code', configMap: { name: `${prefix}-${template.name}` } }
    ]
  };
}

/** `<step>/<variable>` of `runs/<run>/<step>/<variable>`, which who makes it and who reads it agree on. */
function folderOf(key) {
  return key.split('/').slice(-2).join('/');
}

/**
 * The steps that may begin now.
 * @param {{name: string, after: string[]}[]} steps @param {ReadonlySet<string>} begun @param {ReadonlySet<string>} succeeded
 */
export function readySteps(steps, begun, succeeded) {
  return steps.filter(
    step => !begun.has(step.name) && step.after.every(name => succeeded.has(name))
  );
}
