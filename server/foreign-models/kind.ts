/** Objects by which other tools serve models and functions: listed and shown, as those tools tell of them. */
import { keyOf } from '@kubeflow-lab/kube';
import { summarizeForeignModel } from '@kubeflow-lab/resources';
import type { ForeignModel, ForeignModelKind, Pod } from '@kubeflow-lab/resources';
import type { ForeignModelSummary } from '@kubeflow-lab/schema';

import { podOwnerConcerns } from '../kinds/concerns.js';
import type { KindDefinition, KindView, OpenedKind, Subject } from '../kinds/definition.js';
import { podLog } from '../kinds/pod-log.js';
import { logPart } from '../logs/source.js';

export function foreignModelKind(
  row: ForeignModelKind
): KindDefinition<ForeignModel, ForeignModelSummary> {
  const { group, version, kind, plural, noun, tool, podLabel } = row;
  return {
    resource: { group, version, kind, plural, namespaced: true },
    noun,
    schema: 'ForeignModel',
    operator: tool,
    podLabels: podLabel === null ? [] : [podLabel],
    open: view => openForeignModels(view, row)
  };
}

function openForeignModels(
  view: KindView<ForeignModel>,
  row: ForeignModelKind
): OpenedKind<ForeignModel, ForeignModelSummary> {
  const { kind, podLabel } = row;
  const podsOf = ({ metadata }: ForeignModel): Pod[] =>
    podLabel === null
      ? []
      : view.cache.pods.store.find(
          podLabel,
          keyOf({ namespace: metadata?.namespace, name: metadata?.name ?? '' })
        );
  const subjects = (object: ForeignModel): Subject[] => [
    [kind, object.metadata?.name ?? ''],
    ...podsOf(object).map(pod => ['Pod', pod.metadata?.name ?? ''] as const)
  ];
  return {
    related:
      podLabel === null ? [] : podOwnerConcerns(view, { kind, podLabel, templates: () => [] }),
    subjects,
    summarize: object => summarizeForeignModel(object, row),
    log: object =>
      podLog(view, object, {
        parts: now => podsOf(now).map(pod => logPart(pod, pod.spec?.containers?.[0]?.name)),
        finished: () => false
      })
  };
}
