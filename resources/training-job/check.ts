import type { TrainingJobForm } from '@kubeflow-lab/schema';

import { amountProblem } from '../common/amount.js';
import type { NodeLimits } from '../common/amount.js';
import { isObjectName, nameProblem } from '../common/names.js';
import type { FieldProblem } from '../common/summary.js';
import { TFJOB_KIND } from './kinds.js';
import type { TrainingJobKind } from './types.js';

/**
 * Each replica gets a Service `<job>-<role>-<index>`, whose name may have 63 characters:
 * 63 minus "-evaluator-" and three digits.
 */
export const TRAINING_JOB_NAME_MAX = 49;
/** A ConfigMap holds at most 1 MiB, its metadata included. */
export const CODE_BYTES_MAX = 1_000_000;
/** Linux allows 128 KiB for one variable. */
export const PARAMETERS_BYTES_MAX = 100_000;

/** Takes a problem: the path of the field and a sentence. */
export type Report = (path: string, message: string) => void;

/** Everything about a form that would keep the job from starting, one sentence for each field. */
export function checkTrainingJob(
  form: TrainingJobForm,
  limits: NodeLimits = {},
  kind: TrainingJobKind = TFJOB_KIND
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  const name = nameProblem(form.name, 'a training job', TRAINING_JOB_NAME_MAX);
  if (name !== null) {
    report('name', name);
  }
  checkReplicas(form, kind, report);
  checkRun(form, limits, report, { taken: kind.environment, hasOwnImage: isRuntimes(kind) });
  return problems;
}

/** Whether a job without an image has one: that of its runtime. */
export const isRuntimes = ({ trainer }: TrainingJobKind): boolean => trainer !== undefined;

/** What every form says that runs the code of cells in pods: in what, with what, and which code. */
export type RunForm = Pick<TrainingJobForm, 'image' | 'resources' | 'env' | 'volumes' | 'code'>;

/**
 * Reports everything about these fields that would keep a pod from starting; `taken` are variables of the operator, and
 * `hasOwnImage` says that no image is needed.
 */
export function checkRun(
  form: RunForm,
  limits: NodeLimits,
  report: Report,
  { taken = [], hasOwnImage = false }: { taken?: readonly string[]; hasOwnImage?: boolean } = {}
): void {
  if (form.image !== '' || !hasOwnImage) {
    checkImage(form.image, report);
  }
  checkResources(form, limits, report);
  checkEnvironment(form, taken, report);
  checkVolumes(form, report);
  checkCode(form, report);
}

function checkImage(image: string, report: Report): void {
  const problem = imageProblem(image);
  if (problem !== null) {
    report('image', problem);
  }
}

/** The sentence that says why a text cannot name an image; null where it can. Whether there is one is known later. */
export function imageProblem(image: string): string | null {
  if (image === '') {
    return 'Say which image the job runs in.';
  }
  return /^\w[\w.:/@+-]*$/.test(image) && image.length <= 512
    ? null
    : `"${image.slice(0, 80)}" is no image name; one looks like registry/name:tag.`;
}

function checkReplicas(form: TrainingJobForm, kind: TrainingJobKind, report: Report): void {
  const seen = new Set<string>();
  form.replicas.forEach(({ role, count }, index) => {
    const path = `replicas.${index}`;
    if (!kind.roles.includes(role)) {
      report(
        `${path}.role`,
        `A ${kind.kind} has no ${role}; its roles are ${kind.roles.join(', ')}.`
      );
    }
    if (seen.has(role)) {
      report(`${path}.role`, `${role} is named twice; give its number once.`);
    }
    seen.add(role);
    if (kind.leaders.includes(role) && count > 1) {
      report(`${path}.count`, `A job has one ${role.toLowerCase()} at most.`);
    }
  });
  const asked = new Set(form.replicas.filter(({ count }) => count > 0).map(({ role }) => role));
  const missing = kind.required.find(role => !asked.has(role));
  if (missing !== undefined) {
    report('replicas', `A ${kind.kind} needs one ${missing.toLowerCase()}.`);
  } else if (asked.size === 0) {
    report('replicas', `Ask for at least one replica, such as one ${kind.roles[0].toLowerCase()}.`);
  }
}

function checkResources(form: RunForm, limits: NodeLimits, report: Report): void {
  const { gpu } = form.resources;
  for (const resource of ['cpu', 'memory'] as const) {
    const asked = form.resources[resource];
    const problem = asked ? amountProblem(resource, asked, limits) : null;
    if (problem !== null) {
      report(`resources.${resource}`, problem);
    }
  }
  if (gpu && !/^[1-9]\d{0,3}$/.test(gpu)) {
    report('resources.gpu', 'Give the GPUs as a whole number, such as 1.');
  }
}

const OWN_VARIABLES = ['KUBEFLOW_LAB_CODE_SHA256', 'KFL_PARAMETERS'];

function checkEnvironment(form: RunForm, taken: readonly string[], report: Report): void {
  const reserved = new Set([...OWN_VARIABLES, ...taken]);
  form.env.forEach(({ name, value }, index) => {
    const path = `env.${index}`;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      report(`${path}.name`, `"${name.slice(0, 80)}" is no name of an environment variable.`);
    } else if (reserved.has(name)) {
      report(`${path}.name`, `${name} is set by the platform; choose another name.`);
    }
    if (value.includes('\0')) {
      report(`${path}.value`, 'An environment variable cannot hold a zero byte.');
    }
  });
}

function checkVolumes(form: RunForm, report: Report): void {
  const paths = new Set<string>();
  form.volumes.forEach(({ claim, path }, index) => {
    if (!isObjectName(claim)) {
      report(
        `volumes.${index}.claim`,
        `"${claim.slice(0, 80)}" cannot be the name of a volume claim.`
      );
    }
    if (!/^\/[^:\0]+$/.test(path) || path.split('/').includes('..')) {
      report(
        `volumes.${index}.path`,
        'Give the folder to mount at as an absolute path without "..", such as /home/jovyan/data.'
      );
    }
    if (paths.has(path)) {
      report(
        `volumes.${index}.path`,
        `Two volumes are mounted at ${path}; give each its own folder.`
      );
    }
    paths.add(path);
  });
}

function checkCode(form: RunForm, report: Report): void {
  if (form.code.cells.length === 0) {
    report('code.cells', 'The job has no code: write some below the magic.');
  }
  if (utf8Length(JSON.stringify(form.code)) > CODE_BYTES_MAX) {
    report('code', 'The code is larger than 1 MB; move data into files on a volume.');
  }
  if (utf8Length(JSON.stringify(form.code.parameters)) > PARAMETERS_BYTES_MAX) {
    report(
      'code.parameters',
      'The parameters are larger than 100 kB; move data into files on a volume.'
    );
  }
}

/** Bytes of a text in UTF-8; an unpaired surrogate counts as the replacement character. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
