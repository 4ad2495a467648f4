import type { Item, Phase, Problem } from '@kubeflow-lab/schema';

/** An object of any kind, for tests that do not look into it. */
export function sample(name: string, phase: Phase = 'Running'): Item {
  const metadata = { name, namespace: 'team-a', uid: `uid-${name}` };
  return {
    object: { apiVersion: 'example.org/v1', kind: 'Thing', metadata },
    summary: { phase, message: '', reason: '', since: null }
  };
}

export function problem(status: number, detail: string): Problem {
  return { type: 'about:blank', title: 'Problem', status, detail };
}
