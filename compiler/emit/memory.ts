/**
 * Steps that use what they left before (`cache: true`), by Argo's `memoize`. The key holds all that a result depends
 * on: the code and where it runs, which are known here; the values of parameters, and digests of what the steps before
 * have stored, which are known when the step's turn comes.
 */
import type {
  ReusedSteps,
  WorkflowArtifact,
  WorkflowParameter,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import type { Compilation } from '../compile.js';
import { templateName } from '../notebook/step-names.js';
import type { Step } from '../types.js';
import { inputName, outputName } from './artifact-names.js';
import { sha256Of } from './code.js';

/** The output parameter that says what a step has stored: a hash over the hashes of its values. */
export const DIGEST_PARAMETER = 'digest';
/** So many hexadecimal digits of a hash are enough to tell steps of one notebook apart. */
const HASH_DIGITS = 32;

/** What of a run's templates and tasks follows from the steps whose results are used again. */
export class Memory {
  private readonly cached: ReadonlySet<string>;
  private readonly sources: ReadonlyMap<string, ReadonlyMap<string, string>>;
  private readonly asked: ReadonlySet<string>;

  /** @param configMap the name of the ConfigMap with the results */
  constructor(
    { graph, plan }: Compilation,
    private readonly reused: ReusedSteps,
    private readonly configMap: string
  ) {
    const cached = graph.steps.filter(
      // The exit handler has no arguments by which it could be known.
      ({ name, settings }) =>
        settings.cache === true && settings.onExit !== true && !Object.hasOwn(reused, name)
    );
    this.cached = new Set(cached.map(({ name }) => name));
    this.sources = new Map(plan.steps.map(({ name, sources }) => [name, sources]));
    this.asked = new Set(cached.flatMap(step => this.sourcesOf(step)));
  }

  /** Whether a step's results may be those of an earlier run, and then lie where that run put them. */
  isCached(step: string): boolean {
    return this.cached.has(step);
  }

  /** Whether a step has to say what it has stored. */
  isAsked(step: string): boolean {
    return this.asked.has(step);
  }

  /** The parameters of a cached step's template that its own key is made of, beside those of the notebook. */
  digests(step: Step): { name: string }[] {
    return this.isCached(step.name)
      ? this.sourcesOf(step).map(source => ({ name: digestName(source) }))
      : [];
  }

  /** @param json the step's code.json */
  memoize(step: Step, json: string, image: string): Pick<WorkflowTemplateSpec, 'memoize'> {
    return this.isCached(step.name)
      ? {
          memoize: {
            key: this.key(step, json, image),
            cache: { configMap: { name: this.configMap } }
          }
        }
      : {};
  }

  /** What the task of a step hands to its template beside the notebook's parameters. */
  arguments(step: Step): { parameters: WorkflowParameter[]; artifacts: WorkflowArtifact[] } {
    const sources = this.sources.get(step.name)!;
    return {
      parameters: this.isCached(step.name)
        ? this.sourcesOf(step).map(source => ({
            name: digestName(source),
            value: this.digestOf(source)
          }))
        : [],
      artifacts: step.inputs
        .filter(variable => this.isCached(sources.get(variable)!))
        .map(variable => ({
          name: inputName(variable),
          from: `{{tasks.${templateName(sources.get(variable)!)}.outputs.artifacts.${outputName(variable)}}}`
        }))
    };
  }

  /** What a step has stored never changes in a run that is over. */
  private digestOf(source: string): string {
    return Object.hasOwn(this.reused, source)
      ? this.reused[source]!.uid
      : `{{tasks.${templateName(source)}.outputs.parameters.${DIGEST_PARAMETER}}}`;
  }

  private key(step: Step, json: string, image: string): string {
    const { env, secrets, volumes } = step.settings;
    const sorted = Object.entries(env ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
    const fixed = sha256Of(
      JSON.stringify([sha256Of(json), image, sorted, secrets ?? [], volumes ?? []])
    ).slice(0, HASH_DIGITS);
    const values = [...step.parameters, ...this.digests(step).map(({ name }) => name)]
      .map(name => `inputs.parameters['${name}']`)
      .join(', ');
    const prefix = `${templateName(step.name)}-${fixed}`;
    return values === '' ? prefix : `${prefix}-{{=sprig.sha256sum(toJson([${values}]))}}`;
  }

  /** The steps whose values one takes. */
  private sourcesOf({ name }: Step): string[] {
    return [...new Set(this.sources.get(name)!.values())].sort();
  }
}

function digestName(source: string): string {
  return `${DIGEST_PARAMETER}-${templateName(source)}`;
}
