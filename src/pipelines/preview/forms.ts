import { type Compilation, type Module, emit, templateName } from '@kubeflow-lab/compiler';
import type { Workflow } from '@kubeflow-lab/resources';

import { sentCode } from './code';

/** What else runs a pipeline than this platform. */
export type Target = 'kfp' | 'python';

/**
 * A compiled notebook for another target, as the text of a file; null where it has errors.
 * @param workflow what would run here: the files that travel along and the image are known from it
 * @param path where the notebook lies
 */
export function pipelineFor(
  target: Target,
  compilation: Compilation,
  workflow: Workflow,
  path: string
): string | null {
  const image = imageOf(compilation, workflow);
  return emit(compilation, target, { image, path, modules: modulesOf(workflow) });
}

/** The image of steps that have none of their own; that of the first step where all have. */
function imageOf({ graph }: Compilation, { spec }: Workflow): string {
  const usual = graph.steps.find(({ settings }) => settings.image === undefined) ?? graph.steps[0];
  const wanted = usual && templateName(usual.name);
  const template = spec?.templates?.find(({ name }) => name === wanted);
  return template?.container?.image ?? '';
}

function modulesOf({ spec }: Workflow): Module[] {
  const all = (spec?.templates ?? []).flatMap(template => sentCode(template).modules);
  return [...new Map(all.map(module => [module.path, module])).values()];
}
