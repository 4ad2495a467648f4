import { WORKFLOW, apiVersionOf } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import { plainText } from '@kubeflow-lab/resources';
import type { KubeObject } from '@kubeflow-lab/resources';

function runKind(group: string, kind: string): Kind {
  return { group, version: 'v1', kind, plural: `${kind.toLowerCase()}s`, namespaced: true };
}

/**
 * The kinds of objects that may run a trial. The engine acts with its own rights when it makes them, so what an
 * experiment may have made is told here and not by the experiment.
 */
export const RUN_KINDS: readonly Kind[] = [
  runKind('batch', 'Job'),
  ...['TFJob', 'PyTorchJob', 'XGBoostJob', 'MPIJob', 'PaddleJob', 'JAXJob'].map(kind =>
    runKind('kubeflow.org', kind)
  ),
  WORKFLOW
];

/** The kind of an object that may run a trial; undefined where it may not. */
export function runKindOf({ apiVersion, kind }: KubeObject): Kind | undefined {
  return RUN_KINDS.find(known => known.kind === kind && apiVersionOf(known) === apiVersion);
}

/** Why an object cannot run a trial, as a sentence; null where it can. */
export function runKindProblem(object: KubeObject): string | null {
  if (runKindOf(object) !== undefined) {
    return null;
  }
  const known = RUN_KINDS.map(kind => kind.kind).join(', ');
  return `This engine makes trials of the kinds ${known} only, not ${plainText(object.kind, 60) || 'an unnamed kind'} (${plainText(object.apiVersion, 60)}); others need Katib.`;
}

/**
 * The object that is made for a trial: owned by it, in its namespace, and its pods labelled with it, so that they can be
 * found and so that no sidecar of Istio keeps them from ending.
 */
export function labelledRun<O extends KubeObject>(run: O, labels: Record<string, string>): O {
  const podLabels = { 'sidecar.istio.io/inject': 'false', ...labels };
  const pods =
    run.kind === WORKFLOW.kind ? withPodMetadata(run, podLabels) : withPodLabels(run, podLabels);
  return { ...pods, metadata: { ...run.metadata, labels: { ...run.metadata?.labels, ...labels } } };
}

/** A Workflow has one place for what all of its pods get. */
function withPodMetadata<O extends KubeObject>(run: O, labels: Record<string, string>): O {
  const { spec } = run as { spec?: { podMetadata?: PodTemplate['metadata'] } };
  const { metadata } = withLabels({ metadata: spec?.podMetadata, spec: {} }, labels);
  return { ...run, spec: { ...spec, podMetadata: metadata } };
}

/** Adds labels to every pod template below `value`; those that a template has already stay. */
function withPodLabels<T>(value: T, labels: Record<string, string>): T {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(element => withPodLabels<unknown>(element, labels)) as T;
  }
  const entries = Object.entries(value).map(([name, field]) =>
    name === 'template' && isPodTemplate(field)
      ? [name, withLabels(field, labels)]
      : [name, withPodLabels<unknown>(field, labels)]
  );
  return Object.fromEntries(entries) as T;
}

interface PodTemplate {
  metadata?: { labels?: Record<string, string> };
  spec: object;
}

function isPodTemplate(value: unknown): value is PodTemplate {
  const spec = (value as { spec?: { containers?: unknown } } | null)?.spec;
  return Array.isArray(spec?.containers);
}

/** The trial's own labels win: by them its pods are found. */
function withLabels(template: PodTemplate, labels: Record<string, string>): PodTemplate {
  const own = template.metadata?.labels ?? {};
  const inject = own['sidecar.istio.io/inject'];
  return {
    ...template,
    metadata: {
      ...template.metadata,
      labels: {
        ...own,
        ...labels,
        ...(inject === undefined ? {} : { 'sidecar.istio.io/inject': inject })
      }
    }
  };
}
