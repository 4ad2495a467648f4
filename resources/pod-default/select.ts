/** Which PodDefaults a pod asks for by its labels. */
import { listOf } from '../common/text.js';
import type { PodDefault } from './types.js';

type Labels = Readonly<Record<string, string>>;
type Expression = { key: string; operator: string; values?: string[] };

/**
 * The PodDefaults of a pod's namespace whose selector its labels match, by name. As everywhere in Kubernetes an empty
 * selector matches all. Throws a RangeError that names the PodDefault whose selector is none.
 */
export function selectedPodDefaults(
  podDefaults: readonly PodDefault[],
  labels: Labels
): PodDefault[] {
  return podDefaults
    .filter(podDefault => isSelected(podDefault, labels))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

export const nameOf = ({ metadata }: PodDefault): string => metadata?.name ?? '';

function isSelected(podDefault: PodDefault, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions } = podDefault.spec?.selector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    listOf(matchExpressions).every(expression => matches(expression, labels, podDefault))
  );
}

function matches(
  { key, operator, values }: Expression,
  labels: Labels,
  podDefault: PodDefault
): boolean {
  const present = Object.hasOwn(labels, key);
  switch (operator) {
    case 'In':
      return present && listOf(values).includes(labels[key]);
    case 'NotIn':
      return !present || !listOf(values).includes(labels[key]);
    case 'Exists':
      return present;
    case 'DoesNotExist':
      return !present;
    default:
      throw new RangeError(
        `The selector of PodDefault "${nameOf(podDefault)}" has an operator "${operator}" that there is not.`
      );
  }
}
