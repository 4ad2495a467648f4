import { CRON_WORKFLOW as KIND } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import type { CronWorkflow } from '@kubeflow-lab/resources';
import type { Plural } from '@kubeflow-lab/schema';

export const CRON_WORKFLOW: Kind<CronWorkflow> & { plural: Plural } = {
  ...KIND,
  plural: 'cronworkflows'
};
