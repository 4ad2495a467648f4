import {
  GRAPH_ANNOTATION,
  buildExperiment,
  checkExperiment,
  experimentProblems,
  formOfExperiment,
  readRun
} from '@kubeflow-lab/resources';
import type {
  BuiltExperiment,
  Experiment,
  TrialContext,
  WorkflowGraph
} from '@kubeflow-lab/resources';
import type { ExperimentForm } from '@kubeflow-lab/schema';

import { createWithCode, demandClaims, sentCode } from '../code/code.js';
import { invalid } from '../http/problem.js';
import type { FormCall } from '../kinds/definition.js';
import { manifestFor } from '../kinds/manifest.js';
import { largestNode } from '../settings/settings.js';
import { demandSmall, notRunnable } from '../workflows/create.js';
import { EXPERIMENT } from './resource.js';

/** The objects of a form after every check that needs no write; throws problems that name the field. */
export async function planExperiment(
  sent: ExperimentForm,
  call: FormCall
): Promise<BuiltExperiment> {
  const { caller, namespace, rawBody, services } = call;
  const manifest = manifestOf(sent, call);
  // Of a form that brings the whole sweep, what the sweep says counts.
  const form = manifest ? { ...sent, ...formOfExperiment(manifest, sent.image) } : sent;
  const limits = largestNode(services.cache.nodes.store.list());
  const code = form.code && sentCode(form.code, rawBody);
  const errors = [...checkExperiment(form, limits), ...(code?.problems ?? [])];
  if (errors.length > 0) {
    throw invalid(errors);
  }
  const { identity, kube } = caller;
  const trials: TrialContext = code
    ? { code: { json: code.json, sha256: code.sha256 } }
    : { pipeline: await compiledTrial(form, call) };
  const built = buildExperiment(form, { manifest, namespace, user: identity.user, ...trials });
  const wrong = manifest ? experimentProblems(built.experiment) : [];
  if (wrong.length > 0) {
    throw invalid(wrong.map(message => ({ path: 'manifest', message })));
  }
  demandSmall(built.experiment);
  // Asks for the right to create, admission and a free name before anything is made.
  await kube.create(EXPERIMENT, built.experiment, { dryRun: true });
  await demandClaims(form.volumes, kube, namespace);
  return built;
}

/** The experiment that a form brings. Throws a problem where it is none, or its trials cannot be given the code. */
function manifestOf({ manifest, code }: ExperimentForm, call: FormCall): Experiment | undefined {
  if (manifest === undefined) {
    return undefined;
  }
  const { identity } = call.caller;
  const experiment = manifestFor(manifest, EXPERIMENT, {
    namespace: call.namespace,
    user: identity.user
  });
  if (code !== undefined && readRun(experiment) === null) {
    throw invalid([
      { path: 'manifest', message: 'Its trials are no jobs, which could be given the code.' }
    ]);
  }
  return experiment;
}

/** Makes the sweep and the ConfigMap that it owns; nothing is left when a step fails. */
export async function createExperiment(form: ExperimentForm, call: FormCall): Promise<Experiment> {
  const { experiment, configMap } = await planExperiment(form, call);
  const { kube } = call.caller;
  return configMap === null
    ? kube.create(EXPERIMENT, experiment)
    : createWithCode(
        kube,
        { resource: EXPERIMENT, object: experiment, configMap, what: 'sweep' },
        call.services.logger
      );
}

/** The pipeline of a form as a run, and which of its steps report the objective. Throws problems. */
async function compiledTrial(
  { pipeline, image, objective: { metric }, parameters }: ExperimentForm,
  { caller, namespace, services }: FormCall
): Promise<NonNullable<TrialContext['pipeline']>> {
  const { notebook, path, modules } = pipeline!;
  const options = { path, image, modules, namespace, user: caller.identity.user };
  const { graph, workflow } = await services.compiler.run({ notebook, workflow: options });
  if (workflow === undefined) {
    throw notRunnable(graph.diagnostics);
  }
  const unknown = parameters.flatMap(({ name }, index) =>
    graph.parameters.some(parameter => parameter.name === name)
      ? []
      : [
          {
            path: `parameters.${index}.name`,
            message: `The pipeline has no parameter ${name}; assign it in a cell tagged parameters.`
          }
        ]
  );
  const steps = graph.steps.filter(step => step.metrics.includes(metric)).map(({ name }) => name);
  const silent =
    steps.length > 0
      ? []
      : [
          {
            path: 'objective.metric',
            message: `No step of the pipeline reports ${metric}; print it in a cell tagged pipeline-metrics.`
          }
        ];
  if (unknown.length + silent.length > 0) {
    throw invalid([...unknown, ...silent]);
  }
  const named = JSON.parse(
    workflow.metadata?.annotations?.[GRAPH_ANNOTATION] ?? ''
  ) as WorkflowGraph;
  const reporting = named.steps
    .filter(({ name }) => steps.includes(name))
    .map(({ template }) => template);
  return { workflow, reporting };
}
