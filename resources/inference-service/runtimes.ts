/** The runtimes of KServe: which formats each serves, and what is missing for one. */
import type { ServingRuntimeItem } from '@kubeflow-lab/schema';

import { listOf, plainText } from '../common/text.js';
import type { ServingRuntime } from './component.js';
import { MODEL_CONTAINER } from './types.js';

/** What the runtimes are, by name; the project's own, which KServe prefers, before those of the cluster. */
export function describeServingRuntimes(runtimes: readonly ServingRuntime[]): ServingRuntimeItem[] {
  const rank = ({ kind }: ServingRuntimeItem) => (kind === 'ServingRuntime' ? 0 : 1);
  return runtimes
    .filter(({ spec }) => spec?.multiModel !== true)
    .map(describeRuntime)
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

function describeRuntime({ kind, metadata, spec }: ServingRuntime): ServingRuntimeItem {
  const containers = listOf(spec?.containers);
  const serving = containers.find(one => one?.name === MODEL_CONTAINER) ?? containers[0];
  return {
    kind: kind === 'ServingRuntime' ? kind : 'ClusterServingRuntime',
    name: metadata?.name ?? '',
    formats: listOf(spec?.supportedModelFormats).map(format => ({
      name: plainText(format?.name, 60),
      version: plainText(format?.version, 60),
      autoSelect: format?.autoSelect === true
    })),
    protocols: listOf(spec?.protocolVersions).map(protocol => plainText(protocol, 60)),
    image: plainText(serving?.image, 512),
    disabled: spec?.disabled === true
  };
}

/** The runtimes that KServe chooses from for a model of the format that names none. */
export function runtimesFor(
  runtimes: readonly ServingRuntimeItem[],
  format: string
): ServingRuntimeItem[] {
  return runtimes.filter(
    ({ disabled, formats }) =>
      !disabled && formats.some(({ name, autoSelect }) => autoSelect && name === format)
  );
}

/** Why no runtime serves a model of the format by itself, in a sentence; null where one does. */
export function missingRuntime(
  runtimes: readonly ServingRuntimeItem[],
  format: string
): string | null {
  if (runtimesFor(runtimes, format).length > 0) {
    return null;
  }
  const [named] = runtimes.filter(
    ({ disabled, formats }) => !disabled && formats.some(({ name }) => name === format)
  );
  if (named !== undefined) {
    return `The runtime ${named.name} serves ${format} only where a model names it: write "runtime: ${named.name}" as YAML.`;
  }
  const [off] = runtimes.filter(({ formats }) => formats.some(({ name }) => name === format));
  if (off !== undefined) {
    return `The runtime ${off.name}, which serves ${format}, is switched off; an administrator can switch it on.`;
  }
  const known = offeredFormats(runtimes);
  return known.length === 0
    ? 'The cluster has no runtime that serves models; an administrator has to add one.'
    : `No runtime of the cluster serves models of the format ${plainText(format, 60)}; there are runtimes for ${known.join(', ')}.`;
}

/** The formats that are served without a runtime being named, by name. */
export function offeredFormats(runtimes: readonly ServingRuntimeItem[]): string[] {
  const names = runtimes
    .filter(({ disabled }) => !disabled)
    .flatMap(({ formats }) => formats.filter(({ autoSelect }) => autoSelect))
    .map(({ name }) => name);
  return [...new Set(names)].sort();
}
