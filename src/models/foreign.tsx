import type { TranslationBundle } from '@jupyterlab/translation';
import { FOREIGN_MODEL_KINDS, type ForeignModelKind } from '@kubeflow-lab/resources';
import type { ForeignModelSummary } from '@kubeflow-lab/schema';

import { modelsIcon } from '../icons';
import { anyKind, type KindDescription, numberOf, objectOf, textOf } from '../panels';
import { Facts } from './facts';

/** What the panels have to know of models and functions that other tools than KServe serve. */
export function foreignKinds(trans: TranslationBundle): KindDescription[] {
  return FOREIGN_MODEL_KINDS.map(row => foreignKind(row, trans));
}

function foreignKind(row: ForeignModelKind, trans: TranslationBundle): KindDescription {
  const { group, version, kind, plural, noun, tool } = row;
  return anyKind<ForeignModelSummary>({
    plural,
    apiVersion: `${group}/${version}`,
    kind,
    icon: modelsIcon,
    noun,
    lasting: true,
    incidental: true,
    engine: {
      addon: group,
      name: tool,
      missing: trans.__('This cluster does not know these objects. %1 brings them.', tool)
    },
    facts: ({ summary: { runtime, replicas } }) =>
      [
        runtime ?? '',
        replicas && trans.__('%1/%2 replicas', replicas.ready, replicas.desired)
      ].filter((fact): fact is string => Boolean(fact)),
    words: ({ summary }) => [tool, summary.source ?? '', summary.runtime ?? ''],
    picture: ({ item: { summary } }) => (
      <div className="kfl-Model">
        <Facts
          facts={[
            [trans.__('Model'), summary.source],
            [trans.__('Served by'), [tool, summary.runtime].filter(Boolean).join(' · ')],
            [
              trans.__('Replicas'),
              summary.replicas &&
                trans.__('%1 of %2 answer', summary.replicas.ready, summary.replicas.desired)
            ]
          ]}
          url={summary.url}
          trans={trans}
        />
        <p className="kfl-Model-note">
          {trans.__('It is asked and changed by the tools of %1.', tool)}
        </p>
      </div>
    ),
    deletion: trans.__('%1 takes down what it serves by it.', tool),
    card: {
      read: summary => {
        const replicas = objectOf(summary.replicas);
        return {
          ...summary,
          tool,
          source: textOf(summary.source) || null,
          runtime: textOf(summary.runtime) || null,
          url: textOf(summary.url) || null,
          replicas: { ready: numberOf(replicas.ready), desired: numberOf(replicas.desired) }
        };
      }
    }
  });
}
