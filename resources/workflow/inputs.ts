import { listOf } from '../common/text.js';
import { graphOf } from './annotations.js';
import { specOf } from './references.js';
import type { NodeStatus, Workflow, WorkflowArtifact } from './types.js';

/** A value that a step took: one that another step had stored, or a file from elsewhere. */
export interface StepInput {
  name: string;
  /** The step that had stored it, and the uid of the run in which it did; null for what no notebook's step stored. */
  from: { step: string; run: string } | null;
  /** Where it lies: a key of the bucket or an address; '' where that is not known. */
  place: string;
}

/** What a step got when it began. */
export interface StepInputs {
  parameters: { name: string; value: string }[];
  values: StepInput[];
}

/**
 * What a step got: what its node in the status says, and what its template says by itself; nothing where it has not begun.
 * The code that we send with a step, and the digests that tell whether it has run before, are no inputs for a person.
 * @param id of the step, as in its summary
 */
export function stepInputs(workflow: Workflow, id: string): StepInputs {
  const node = workflow.status?.nodes?.[id];
  if (node === undefined) {
    return { parameters: [], values: [] };
  }
  const isOurs = graphOf(workflow) !== null;
  return {
    parameters: listOf(node.inputs?.parameters)
      .filter(parameter => typeof parameter?.name === 'string')
      // A name of Python has no dash.
      .filter(({ name }) => !isOurs || !name.includes('-'))
      .map(({ name, value }) => ({ name, value: value === undefined ? '' : String(value) })),
    values: artifactsOf(workflow, node)
      .filter(({ raw }) => raw === undefined)
      .map(artifact => inputOf(artifact, workflow.metadata?.uid ?? ''))
  };
}

/** Argo says of every artifact where it lies, our engine only of those that a call gives. */
function artifactsOf(workflow: Workflow, { templateName, inputs }: NodeStatus): WorkflowArtifact[] {
  const template = listOf(specOf(workflow).templates).find(one => one?.name === templateName);
  const named = [...listOf(template?.inputs?.artifacts), ...listOf(inputs?.artifacts)]
    .filter(artifact => typeof artifact?.name === 'string')
    .map(artifact => [artifact.name, artifact] as const);
  return [...new Map(named).values()];
}

function inputOf({ name, s3, http }: WorkflowArtifact, uid: string): StepInput {
  const place = String(s3?.key ?? http?.url ?? '').replaceAll('{{workflow.uid}}', uid);
  const [, run, step, variable] = /^runs\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(place) ?? [];
  return run === undefined || step === undefined || variable === undefined
    ? { name, from: null, place }
    : { name: variable, from: { step, run }, place };
}
