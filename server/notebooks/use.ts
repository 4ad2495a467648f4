/** CPU and memory that the notebook servers of a project use, read from `metrics.k8s.io` as whoever asks. */
import { KubeError, POD_METRICS } from '@kubeflow-lab/kube';
import { NOTEBOOK_NAME_LABEL, notebookUse } from '@kubeflow-lab/resources';
import type { NotebookUse } from '@kubeflow-lab/schema';

import type { RouteHandler, RouteTable } from '../http/route.js';
import { NO_USAGE } from '../kinds/usage.js';

export const useRoutes = {
  use: {
    method: 'get',
    path: '/api/namespaces/{namespace}/notebook-use',
    operationId: 'getNotebookUse',
    summary: 'CPU and memory that the running notebook servers of a project use.',
    responses: { 200: { description: 'What was measured last.', schema: 'NotebookUse' } }
  }
} as const satisfies RouteTable;

export function useHandlers(): Record<keyof typeof useRoutes, RouteHandler> {
  return {
    async use({ caller: { kube }, params: { namespace }, response }) {
      const labelSelector = NOTEBOOK_NAME_LABEL;
      let answer: NotebookUse;
      try {
        const { items } = await kube.list(POD_METRICS, { namespace, labelSelector });
        answer = { items: notebookUse(items), why: null };
      } catch (error) {
        const why = error instanceof KubeError ? NO_USAGE[error.status] : undefined;
        if (why === undefined) {
          throw error;
        }
        answer = { items: [], why };
      }
      response.json(answer);
    }
  };
}
