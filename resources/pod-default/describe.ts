/** What a PodDefault does, in words, for whoever chooses it. */
import { listOf, plainText } from '../common/text.js';
import type { PodDefault } from './types.js';

const NAMES_MAX = 6;

/** The labels by which a pod asks for a PodDefault; empty where it asks by none that can be set. */
export function selectingLabels({ spec }: PodDefault): Record<string, string> {
  return { ...spec?.selector?.matchLabels };
}

/** One short sentence for each thing that a pod gets. */
export function podDefaultChanges({ spec = {} }: PodDefault): string[] {
  const mounts = listOf(spec.volumeMounts).map(mount => mount?.mountPath);
  return [
    said(
      'sets the variables',
      listOf(spec.env).map(variable => variable?.name)
    ),
    listOf(spec.envFrom).length > 0 ? 'sets variables from Secrets or ConfigMaps' : '',
    said('mounts volumes at', mounts),
    mounts.length === 0
      ? said(
          'adds the volumes',
          listOf(spec.volumes).map(v => v?.name)
        )
      : '',
    said(
      'runs beside the server',
      listOf(spec.sidecars).map(container => container?.name)
    ),
    said(
      'runs before it',
      listOf(spec.initContainers).map(container => container?.name)
    ),
    listOf(spec.tolerations).length > 0 ? 'lets it run on nodes with taints' : '',
    said(
      'fetches images with',
      listOf(spec.imagePullSecrets).map(secret => secret?.name)
    ),
    said('sets the labels', Object.keys(spec.labels ?? {})),
    said('sets the annotations', Object.keys(spec.annotations ?? {})),
    said('runs as the service account', [spec.serviceAccountName]),
    listOf(spec.command).length + listOf(spec.args).length > 0 ? 'sets its command' : ''
  ].filter(Boolean);
}

function said(what: string, names: readonly unknown[]): string {
  const shown = names.filter(name => typeof name === 'string' && name !== '');
  const more = shown.length > NAMES_MAX ? ` and ${shown.length - NAMES_MAX} more` : '';
  const list = shown.slice(0, NAMES_MAX).map(name => plainText(name, 60));
  return list.length === 0 ? '' : `${what} ${list.join(', ')}${more}`;
}
