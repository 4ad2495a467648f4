/**
 * What a form says of a sweep's search, read from the Experiment and written back into it. The experiment is the truth:
 * what the form does not show stays as it is.
 */
import { listOf } from '../common/text.js';
import { assignmentsOf } from './read.js';
import type { Experiment, ExperimentSpec, FeasibleSpace, ParameterSpec } from './types.js';

/** A parameter as a person types it; '' where nothing is said. */
export interface ParameterFields {
  name: string;
  /** double, int, categorical or discrete. */
  type: string;
  min: string;
  max: string;
  step: string;
  /** Values with commas between them. */
  list: string;
  /** uniform or logUniform. */
  distribution: string;
}

/** Everything about a sweep but what its trials run; texts as a person types them, '' where nothing is said. */
export interface SearchFields {
  name: string;
  metric: string;
  type: string;
  goal: string;
  /** Names with commas between them. */
  additional: string;
  algorithm: string;
  settings: { name: string; value: string }[];
  stopEarly: boolean;
  parameters: ParameterFields[];
  trials: string;
  parallel: string;
  failures: string;
}

/** Which parts of a feasible space a parameter of a type has. */
const SPACES: Record<string, readonly (keyof FeasibleSpace)[]> = {
  double: ['min', 'max', 'step', 'distribution'],
  int: ['min', 'max', 'step', 'distribution'],
  categorical: ['list'],
  discrete: ['list']
};

/** What a form can show of a sweep. */
export function readSearch({ metadata, spec = {} }: Experiment): SearchFields {
  const { objective = {}, algorithm = {} } = spec;
  return {
    name: metadata?.name ?? '',
    metric: text(objective.objectiveMetricName),
    type: text(objective.type),
    goal: text(objective.goal),
    additional: joinTexts(listOf(objective.additionalMetricNames)),
    algorithm: text(algorithm.algorithmName),
    settings: Object.entries(assignmentsOf(algorithm.algorithmSettings)).map(([name, value]) => ({
      name,
      value
    })),
    stopEarly: spec.earlyStopping !== undefined,
    parameters: listOf(spec.parameters).map(parameterFields),
    trials: text(spec.maxTrialCount),
    parallel: text(spec.parallelTrialCount),
    failures: text(spec.maxFailedTrialCount)
  };
}

/** The sweep with other values of some fields; everything else in it stays. */
export function writeSearch(experiment: Experiment, changes: Partial<SearchFields>): Experiment {
  const { name } = changes;
  const { metadata, spec = {} } = experiment;
  const written = Object.entries(changes).reduce<ExperimentSpec>((done, [field, value]) => {
    const write = WRITERS[field as keyof typeof WRITERS] as
      ((spec: ExperimentSpec, value: unknown) => ExperimentSpec) | undefined;
    return write && value !== undefined ? write(done, value) : done;
  }, spec);
  return {
    ...experiment,
    metadata: name === undefined ? metadata : { ...metadata, name },
    spec: written
  };
}

type Writers = {
  [Field in Exclude<keyof SearchFields, 'name'>]: (
    spec: ExperimentSpec,
    value: SearchFields[Field]
  ) => ExperimentSpec;
};

const WRITERS: Writers = {
  metric: (spec, objectiveMetricName) => withObjective(spec, { objectiveMetricName }),
  type: (spec, type) => withObjective(spec, { type }),
  goal: (spec, goal) => withObjective(spec, { goal: numberOrText(goal) as number | undefined }),
  additional: (spec, names) => {
    const additionalMetricNames = splitTexts(names);
    return withObjective(spec, {
      additionalMetricNames: additionalMetricNames.length > 0 ? additionalMetricNames : undefined
    });
  },
  // The settings of one algorithm mean nothing to another.
  algorithm: (spec, algorithmName) => ({ ...spec, algorithm: { algorithmName } }),
  settings: (spec, settings) => {
    const algorithmSettings = settings.length > 0 ? settings : undefined;
    return { ...spec, algorithm: withoutUndefined({ ...spec.algorithm, algorithmSettings }) };
  },
  stopEarly: ({ earlyStopping = { algorithmName: 'medianstop' }, ...spec }, wanted) =>
    wanted ? { ...spec, earlyStopping } : spec,
  parameters: (spec, rows) => withParameters(spec, rows.map(parameterOf)),
  trials: (spec, count) => withCount(spec, 'maxTrialCount', count),
  parallel: (spec, count) => withCount(spec, 'parallelTrialCount', count),
  failures: (spec, count) => withCount(spec, 'maxFailedTrialCount', count)
};

function withObjective(
  spec: ExperimentSpec,
  changes: Partial<NonNullable<ExperimentSpec['objective']>>
): ExperimentSpec {
  const objective = { ...spec.objective, ...changes };
  // What counts of a metric follows from the type, unless somebody said otherwise in the object.
  return { ...spec, objective: withoutUndefined(objective) };
}

function withCount(
  spec: ExperimentSpec,
  field: 'maxTrialCount' | 'parallelTrialCount' | 'maxFailedTrialCount',
  count: string
): ExperimentSpec {
  return withoutUndefined({ ...spec, [field]: numberOrText(count) as number | undefined });
}

/** Other parameters, each under its own name in the template of the trials, too. */
function withParameters(spec: ExperimentSpec, parameters: ParameterSpec[]): ExperimentSpec {
  const before = new Set(listOf(spec.parameters).map(parameter => parameter?.name));
  const kept = listOf(spec.trialTemplate?.trialParameters).filter(
    ({ reference }) => !before.has(reference)
  );
  const own = parameters.map(({ name }) => ({ name, reference: name }));
  return {
    ...spec,
    parameters,
    trialTemplate: { ...spec.trialTemplate, trialParameters: [...kept, ...own] }
  };
}

function parameterFields(parameter: ParameterSpec | null): ParameterFields {
  const { min, max, step, list, distribution } = parameter?.feasibleSpace ?? {};
  return {
    name: text(parameter?.name),
    type: text(parameter?.parameterType),
    min: text(min),
    max: text(max),
    step: text(step),
    list: joinTexts(listOf(list)),
    distribution: text(distribution) || 'uniform'
  };
}

/** A row of the form as Katib has it; what its type does not have is left out. */
export function parameterOf(row: ParameterFields): ParameterSpec {
  const space: Required<FeasibleSpace> = {
    min: row.min.trim(),
    max: row.max.trim(),
    step: row.step.trim(),
    distribution: row.distribution === 'uniform' ? '' : row.distribution,
    list: splitTexts(row.list)
  };
  const said = (SPACES[row.type] ?? []).filter(part => space[part].length > 0);
  return {
    name: row.name.trim(),
    parameterType: row.type,
    feasibleSpace: Object.fromEntries(said.map(part => [part, space[part]]))
  };
}

/** Texts from a line with commas between them; quotes keep a comma. What is empty is left out. */
export function splitTexts(line: string): string[] {
  return [...line.matchAll(/\s*(?:"([^"]*)"|([^,]+))\s*(?:,|$)/g)]
    .map(([, quoted, plain]) => quoted ?? plain.trim())
    .filter(part => part !== '');
}

/** A line that `splitTexts` reads as these texts, as long as none of them has a quote. */
export function joinTexts(texts: readonly unknown[]): string {
  return texts
    .map(text)
    .map(one => (/,|^\s|\s$/.test(one) ? `"${one}"` : one))
    .join(', ');
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/** Undefined for '', a number where the text is one; else the text, so that it can be seen and put right. */
function numberOrText(value: string): number | string | undefined {
  const typed = value.trim();
  return typed === ''
    ? undefined
    : /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(typed)
      ? Number(typed)
      : typed;
}

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
