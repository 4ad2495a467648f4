/** What is wrong with limits, GPUs, variables, Secrets and idle time of a form. */
import { isObjectName } from '../common/names.js';
import { parseQuantity } from '../common/quantity.js';
import type { FieldProblem } from '../common/summary.js';
import { parseIdleTime } from './activity.js';
import type { NotebookForm } from './types.js';

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Variables by which a server knows the platform, and itself. */
export const OURS = /^(KUBEFLOW_LAB_|NB_PREFIX$)/;
const VALUE_MAX = 32_768;

export function checkMore(form: NotebookForm): FieldProblem[] {
  const { imagePullPolicy, idleTime, gpu, secrets = [], configurations = [] } = form;
  const problems: [string, string | null][] = [
    ['cpuLimit', limitProblem('CPU', form.cpu, form.cpuLimit)],
    ['memoryLimit', limitProblem('memory', form.memory, form.memoryLimit)],
    [
      'imagePullPolicy',
      imagePullPolicy === undefined || PULL_POLICIES.includes(imagePullPolicy)
        ? null
        : `When the image is fetched is one of ${PULL_POLICIES.join(', ')}.`
    ],
    [
      'gpu',
      gpu === undefined || /^[a-z0-9.-]+\/[\w.-]+$/.test(gpu.vendor)
        ? null
        : `"${gpu.vendor.slice(0, 80)}" is no resource; one is called like nvidia.com/gpu.`
    ],
    [
      'idleTime',
      !idleTime || parseIdleTime(idleTime) !== null
        ? null
        : 'Give the time as 45m, 2h or 1d, or write never.'
    ],
    ...named('secrets', secrets, 'a Secret'),
    ...named('configurations', configurations, 'a configuration'),
    ...variableProblems(form)
  ];
  return problems.flatMap(([path, message]) => (message === null ? [] : [{ path, message }]));
}

function limitProblem(what: string, asked: string, limit: string | undefined): string | null {
  if (!limit) {
    return null;
  }
  const most = parseQuantity(limit);
  if (most === null || most <= 0) {
    return `Give the limit of ${what} as a quantity, or leave it empty.`;
  }
  return most < (parseQuantity(asked) ?? 0)
    ? `The limit of ${what} is less than what the server asks for, ${asked}.`
    : null;
}

function named(field: string, names: readonly string[], thing: string): [string, string | null][] {
  return names.map((name, index) => [
    `${field}.${index}`,
    isObjectName(name) ? null : `"${name.slice(0, 80)}" cannot be the name of ${thing}.`
  ]);
}

function variableProblems({ env = [] }: NotebookForm): [string, string | null][] {
  const names = env.map(({ name }) => name);
  return env.map(({ name, value }, index) => [
    `env.${index}`,
    variableProblem(name, value, names.indexOf(name) !== index)
  ]);
}

function variableProblem(name: string, value: string, twice: boolean): string | null {
  if (name === '') {
    return 'Give the variable a name.';
  }
  if (!VARIABLE.test(name)) {
    return `"${name.slice(0, 80)}" cannot be the name of a variable; use letters, digits and _.`;
  }
  if (OURS.test(name)) {
    return `${name} is set by the platform; choose another name.`;
  }
  if (value.length > VALUE_MAX) {
    return `The value of ${name} has ${value.length} characters; at most ${VALUE_MAX} are possible.`;
  }
  return twice ? `The variable ${name} is there twice.` : null;
}
