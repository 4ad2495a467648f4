/** Whether a form keeps to what the administrator lets people choose. */
import { same } from '../common/same.js';
import type { FieldProblem } from '../common/summary.js';
import type { Setting, SpawnerOffer } from './offer.js';
import { workspaceClaimOf } from './volumes.js';
import type { NotebookForm } from './types.js';

/** One sentence for each field that says something else than it may. */
export function checkOffer(form: NotebookForm, offer: SpawnerOffer): FieldProblem[] {
  const images = offer.images[form.serverType ?? 'jupyter'];
  const gpus = form.gpu ?? { vendor: '', count: 0 };
  const workspaceSetting = {
    ...offer.workspace,
    value: named({ ...form, workspace: offer.workspace.value })
  };
  const fixed = <T>(path: string, { readOnly, value }: Setting<T>, chosen: T | undefined) =>
    readOnly && chosen !== undefined && !same(chosen, value) ? [fixedProblem(path)] : [];
  return [
    ...fixed('image', images, form.image),
    ...(offer.allowCustomImage || images.options.includes(form.image)
      ? []
      : [{ path: 'image', message: 'Choose one of the offered images; others are not allowed.' }]),
    ...fixed('cpu', offer.cpu, form.cpu),
    ...fixed('cpuLimit', { ...offer.cpu, value: '' }, form.cpuLimit),
    ...fixed('memory', offer.memory, form.memory),
    ...fixed('memoryLimit', { ...offer.memory, value: '' }, form.memoryLimit),
    ...fixed('imagePullPolicy', offer.imagePullPolicy, form.imagePullPolicy),
    ...(offer.gpus.readOnly && gpus.count !== offer.gpus.value.count ? [fixedProblem('gpu')] : []),
    ...fixed('workspace', workspaceSetting, named(form)),
    ...fixed('dataVolumes', offer.dataVolumes, form.dataVolumes ?? []),
    ...fixed('shm', offer.shm, form.shm ?? false),
    ...fixed('configurations', offer.configurations, form.configurations ?? []),
    ...fixed('env', offer.env, form.env ?? []),
    ...fixed('affinity', offer.affinity, form.affinity ?? ''),
    ...fixed('tolerations', offer.tolerations, form.tolerations ?? ''),
    ...unknownGroup('affinity', form.affinity, offer.affinity.options),
    ...unknownGroup('tolerations', form.tolerations, offer.tolerations.options)
  ];
}

/** The workspace with the name that its claim will have: it may be a template, or left out. */
function named(form: NotebookForm): object {
  return { ...form.workspace, claim: workspaceClaimOf(form) };
}

function fixedProblem(path: string): FieldProblem {
  return { path, message: 'This is set by the administrator and cannot be changed.' };
}

function unknownGroup(
  path: string,
  key: string | undefined,
  options: readonly { key: string; name: string }[]
): FieldProblem[] {
  return !key || options.some(option => option.key === key)
    ? []
    : [{ path, message: `There is no group "${key.slice(0, 80)}"; choose one from the list.` }];
}
