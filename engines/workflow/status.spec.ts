import type { Workflow, WorkflowStatus } from '@kubeflow-lab/resources';

import { refusedStatus, statusPatch } from './status.js';
import { expiresAt } from './ttl.js';
import { WrittenVersions } from './versions.js';

const status: WorkflowStatus = {
  phase: 'Running',
  finishedAt: null,
  nodes: { run: { id: 'run', name: 'run', type: 'DAG', phase: 'Running', finishedAt: null } }
};

function workflow(current?: WorkflowStatus, labels: Record<string, string> = {}): Workflow {
  const annotations = { 'workflows.argoproj.io/pod-name-format': 'v2' };
  return { metadata: { uid: 'u1', resourceVersion: '7', labels, annotations }, status: current };
}

const RUNNING = {
  'workflows.argoproj.io/phase': 'Running',
  'workflows.argoproj.io/completed': 'false'
};

describe('the patch of a status', () => {
  it('names the version that it was computed from, and sets the labels', () => {
    expect(statusPatch(workflow(), status)).toMatchObject({
      metadata: { uid: 'u1', resourceVersion: '7', labels: RUNNING },
      status: { phase: 'Running' }
    });
  });

  it('is none where nothing would change', () => {
    const stored = JSON.parse(JSON.stringify(status, (_k, v: unknown) => v ?? undefined));
    expect(statusPatch(workflow(stored, RUNNING), status)).toBeNull();
  });

  it('removes what is there no more', () => {
    const before = {
      ...status,
      message: 'old',
      nodes: { ...status.nodes, gone: status.nodes!.run }
    };
    expect(statusPatch(workflow(before, RUNNING), status)).toMatchObject({
      status: { message: null, nodes: { gone: null } }
    });
  });
});

it('says of a workflow that cannot be run why', () => {
  const problems = [
    { path: 'spec.onExit', message: 'is not supported' },
    { path: 'spec.hooks', message: 'is not supported' }
  ];
  const message = 'spec.onExit: is not supported; spec.hooks: is not supported';
  expect(refusedStatus(workflow(), problems)).toMatchObject({
    phase: 'Error',
    message,
    conditions: [{ type: 'SpecError', status: 'True', message }, { type: 'Completed' }]
  });
});

it.each<[WorkflowStatus['phase'], object, number | null]>([
  ['Succeeded', {}, null],
  ['Succeeded', { secondsAfterCompletion: 5 }, 5],
  ['Succeeded', { secondsAfterCompletion: 5, secondsAfterSuccess: 9 }, 9],
  ['Succeeded', { secondsAfterFailure: 9 }, null],
  ['Error', { secondsAfterFailure: 0 }, 0]
])('a run that ended as %s with %j goes after %s s', (phase, ttlStrategy, seconds) => {
  const finishedAt = '2026-01-01T00:00:00Z';
  const at = expiresAt({ spec: { ttlStrategy }, status: { phase, finishedAt } });
  expect(at).toBe(seconds === null ? null : Date.parse(finishedAt) + seconds * 1000);
});

describe('versions that we have written', () => {
  const version = (resourceVersion: string, uid = 'u1') => ({ metadata: { uid, resourceVersion } });

  it.each<[string, object, boolean]>([
    ['9', version('10'), false],
    ['10', version('9'), true],
    ['10', version('10'), false],
    ['10', version('9', 'u2'), false]
  ])('%s against %j', (written, seen, newer) => {
    const versions = new WrittenVersions();
    versions.note('ada/run', version(written));
    expect(versions.isNewerThan('ada/run', seen)).toBe(newer);
  });
});
