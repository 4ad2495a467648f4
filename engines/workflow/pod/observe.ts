import { MAIN_CONTAINER } from '@kubeflow-lab/resources';
import type {
  ContainerState,
  ContainerStatus,
  Pod,
  WorkflowArtifact
} from '@kubeflow-lab/resources';

import { parseReport } from '../artifacts/report.js';
import type { PodView } from '../operate/context.js';
import { ARTIFACTS_CONTAINER, OUTPUTS_ANNOTATION } from './names.js';

type Terminated = NonNullable<ContainerState['terminated']>;

/** How a step's pod is. */
export function podView(pod: Pod): PodView {
  const main = find(pod.status?.containerStatuses, MAIN_CONTAINER);
  const sidecar = find(pod.status?.initContainerStatuses, ARTIFACTS_CONTAINER);
  const base = { stored: null, ...(pod.spec?.nodeName ? { host: pod.spec.nodeName } : {}) };
  const notStaged = stagingError(main, sidecar);
  if (notStaged !== null) {
    return { ...base, phase: 'Error', message: notStaged };
  }
  if (!hasEnded(pod)) {
    return main?.state?.running !== undefined || main?.state?.terminated !== undefined
      ? { ...base, phase: 'Running' }
      : { ...base, phase: 'Pending', ...withMessage(waitingMessage(pod)) };
  }
  return ended(pod, main?.state?.terminated, sidecar, base);
}

function ended(
  pod: Pod,
  end: Terminated | undefined,
  sidecar: ContainerStatus | undefined,
  base: Pick<PodView, 'stored' | 'host'>
): PodView {
  const exitCode = end?.exitCode;
  const code = exitCode === undefined ? {} : { exitCode };
  const report = sidecar === undefined ? null : parseReport(sidecar.state?.terminated?.message);
  const stored =
    report === null
      ? null
      : { parameters: report.parameters, artifacts: artifactsOf(pod, report.artifacts) };
  if (pod.status?.phase !== 'Failed' && exitCode === 0) {
    if (sidecar !== undefined && (report === null || report.error !== null)) {
      const reason = report?.error ?? 'the container that keeps them was ended before.';
      return { ...base, ...code, stored, phase: 'Error', message: `Outputs are lost: ${reason}` };
    }
    return { ...base, ...code, stored, phase: 'Succeeded' };
  }
  return { ...base, ...code, stored, phase: 'Failed', message: failure(pod, end) };
}

/** Why a pod failed, in the words of Argo, which tools look for: `main: Error (exit code 1): what it said`. */
function failure(pod: Pod, end: Terminated | undefined): string {
  if (pod.status?.message) {
    return pod.status.message;
  }
  if (end === undefined) {
    return pod.status?.reason ?? 'pod failed';
  }
  const detail = end.message ? `: ${end.message}` : '';
  return `${MAIN_CONTAINER}: ${end.reason ?? 'Error'} (exit code ${end.exitCode})${detail}`;
}

/** Whether nothing of the pod runs any more: the kubelet says so a moment after its containers do. */
export function hasEnded(pod: Pod): boolean {
  const { phase, containerStatuses, initContainerStatuses } = pod.status ?? {};
  if (phase === 'Succeeded' || phase === 'Failed') {
    return true;
  }
  const statuses = [...(containerStatuses ?? []), ...(initContainerStatuses ?? [])];
  return (
    (containerStatuses ?? []).length > 0 &&
    statuses.every(status => status.state?.terminated !== undefined)
  );
}

/** Why the inputs could not be brought. The container tries again by itself, but the reason will stay. */
function stagingError(
  main: ContainerStatus | undefined,
  sidecar: ContainerStatus | undefined
): string | null {
  if (main?.state?.running !== undefined || main?.state?.terminated !== undefined) {
    return null;
  }
  const end = sidecar?.state?.terminated ?? sidecar?.lastState?.terminated;
  const error = parseReport(end?.message)?.error;
  return error ? `Inputs are missing: ${error}` : null;
}

function waitingMessage(pod: Pod): string | undefined {
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? [])
  ];
  const waiting = statuses
    .map(status => status.state?.waiting)
    .find(w => w?.reason !== undefined && !/^(PodInitializing|ContainerCreating)$/.test(w.reason));
  if (waiting !== undefined) {
    return [waiting.reason, waiting.message].filter(Boolean).join(': ');
  }
  const unscheduled = pod.status?.conditions?.find(
    condition => condition.type === 'PodScheduled' && condition.status === 'False'
  );
  return unscheduled === undefined
    ? undefined
    : [unscheduled.reason, unscheduled.message].filter(Boolean).join(': ');
}

function withMessage(message: string | undefined): { message?: string } {
  return message === undefined ? {} : { message };
}

function find(statuses: ContainerStatus[] | undefined, name: string): ContainerStatus | undefined {
  return statuses?.find(status => status.name === name);
}

/** Those of the planned artifacts that were really stored. */
function artifactsOf(pod: Pod, stored: readonly string[]): WorkflowArtifact[] {
  const text = pod.metadata?.annotations?.[OUTPUTS_ANNOTATION];
  const planned = text === undefined ? [] : (JSON.parse(text) as WorkflowArtifact[]);
  return planned.filter(artifact => stored.includes(artifact.name));
}
