/** What can be done with a run, each as Argo's own command does it on the object. */
import { POD, isNotFound } from '@kubeflow-lab/kube';
import {
  CREATED_BY_ANNOTATION,
  resubmitted,
  reusedOf,
  retryPlan,
  whyNot,
  workflowPatch
} from '@kubeflow-lab/resources';
import type { Workflow, WorkflowAction } from '@kubeflow-lab/resources';
import type { ResubmitForm } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { ActionDefinition, ObjectCall } from '../kinds/definition.js';

type Call = ObjectCall<Workflow>;

export const workflowActions: Record<WorkflowAction, ActionDefinition<Workflow>> = {
  stop: {
    summary: 'End a run after what is running now; exit handlers still run.',
    run: call => patch(call, 'stop')
  },
  terminate: { summary: 'End a run at once.', run: call => patch(call, 'terminate') },
  suspend: { summary: 'Begin no more steps.', run: call => patch(call, 'suspend') },
  resume: {
    summary: 'Go on with a run that is suspended, or whose step waits for that.',
    run: call => patch(call, 'resume')
  },
  retry: { summary: 'Try the failed steps of a run again, with the same code.', run: retry },
  resubmit: {
    summary: 'Create the same run once more, with other parameters where given.',
    body: 'ResubmitForm',
    async run(call, { parameters }: ResubmitForm) {
      const { caller, resource } = call;
      const earlier = await call.read();
      demandOwnResults(earlier, parameters);
      const workflow = resubmitted(earlier, parameters);
      const annotations = {
        ...workflow.metadata?.annotations,
        [CREATED_BY_ANNOTATION]: caller.identity.user
      };
      return caller.kube.create(resource, {
        ...workflow,
        metadata: { ...workflow.metadata, annotations }
      });
    }
  }
};

/** Results that come from yet another run were made with that run's parameters; they fit no others. */
function demandOwnResults(workflow: Workflow, parameters: ResubmitForm['parameters'] = {}): void {
  const given = workflow.spec?.arguments?.parameters ?? [];
  const changed = Object.keys(parameters).find(
    name => String(given.find(p => p.name === name)?.value) !== parameters[name]
  );
  const [reused] = Object.entries(reusedOf(workflow));
  if (changed !== undefined && reused !== undefined) {
    const [step, { workflow: from }] = reused;
    const message = `The results of ${step} come from the run ${from} and its parameters; run the notebook anew with another value of ${changed}.`;
    throw invalid([{ path: `parameters.${changed}`, message }]);
  }
}

async function patch(
  call: Call,
  action: 'stop' | 'terminate' | 'suspend' | 'resume'
): Promise<Workflow> {
  const workflow = await readFor(call, action);
  return change(call, workflow, workflowPatch(action, workflow, new Date().toISOString()));
}

async function retry(call: Call): Promise<Workflow> {
  const workflow = await readFor(call, 'retry');
  const plan = retryPlan(workflow);
  await Promise.all(plan.podsToDelete.map(name => removePod(call, name)));
  return change(call, workflow, plan.patch);
}

async function readFor(call: Call, action: WorkflowAction): Promise<Workflow> {
  const workflow = await call.read();
  const why = whyNot(action, workflow);
  if (why !== null) {
    throw new ProblemError(409, why);
  }
  return workflow;
}

/** What was decided by looking at a run must not meet another state of it. */
function change({ caller, key, resource }: Call, seen: Workflow, patch: object): Promise<Workflow> {
  const { metadata, ...rest } = patch as { metadata?: object };
  const { resourceVersion } = seen.metadata ?? {};
  return caller.kube.mergePatch(resource, key, {
    ...rest,
    metadata: { ...metadata, resourceVersion }
  });
}

/** The pod of a step that has ended; its name is needed again, so nothing is waited for. */
async function removePod({ caller, namespace }: Call, name: string): Promise<void> {
  try {
    await caller.kube.delete(POD, { namespace, name }, { gracePeriodSeconds: 0 });
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
}
