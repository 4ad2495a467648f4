/** What can be done with a run, each as Argo's own command does it on the object. */
import { POD, isConflict, isNotFound } from '@kubeflow-lab/kube';
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

function patch(call: Call, action: 'stop' | 'terminate' | 'suspend' | 'resume'): Promise<Workflow> {
  return change(call, action, async workflow =>
    workflowPatch(action, workflow, new Date().toISOString())
  );
}

function retry(call: Call): Promise<Workflow> {
  return change(call, 'retry', async workflow => {
    const plan = retryPlan(workflow);
    await Promise.all(plan.podsToDelete.map(name => removePod(call, name)));
    return plan.patch;
  });
}

/** The engine writes a run's state all the time, so that a patch may well meet a newer one. */
const ATTEMPTS = 5;

/** Patches a run by what is seen of it; what was decided so never meets another state of it. */
async function change(
  call: Call,
  action: WorkflowAction,
  patchFor: (seen: Workflow) => Promise<object>
): Promise<Workflow> {
  const { caller, key, resource } = call;
  for (let attempt = 1; ; attempt += 1) {
    const seen = await readFor(call, action);
    const { metadata, ...rest } = (await patchFor(seen)) as { metadata?: object };
    const { resourceVersion } = seen.metadata ?? {};
    try {
      const patch = { ...rest, metadata: { ...metadata, resourceVersion } };
      return await caller.kube.mergePatch(resource, key, patch);
    } catch (error) {
      if (!isConflict(error) || attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}

async function readFor(call: Call, action: WorkflowAction): Promise<Workflow> {
  const workflow = await call.read();
  const why = whyNot(action, workflow);
  if (why !== null) {
    throw new ProblemError(409, why);
  }
  return workflow;
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
