import type { TranslationBundle } from '@jupyterlab/translation';
import { diffLines, manifestOf } from '@kubeflow-lab/resources';
import * as React from 'react';
import { type TabDescription, Tabs } from '../../panels/tabs';
import { toYaml } from '../../panels/yaml';
import { TopologyView } from '../topology/topology';
import type { FormModel } from './model';
import { YamlText } from './yamlText';

/** Beside the form: what will come of it, as a drawing and as YAML. */
export function Side(props: { model: FormModel; trans: TranslationBundle }): React.JSX.Element {
  const { model, trans } = props;
  const [tab, setTab] = React.useState('topology');
  const tabs: TabDescription[] = [
    {
      id: 'topology',
      label: trans.__('Topology'),
      view: () => (
        <TopologyView
          job={model.placedJob}
          kind={model.kind}
          limits={limitsOf(model)}
          capacity={model.surroundings.capacity}
          trans={trans}
        />
      )
    },
    { id: 'manifest', label: trans.__('YAML'), view: () => <YamlPane {...props} /> },
    ...(model.earlier
      ? [{ id: 'changes', label: trans.__('Changes'), view: () => <Changes {...props} /> }]
      : [])
  ];
  return (
    <div className="kfl-Form-side">
      <Tabs label={trans.__('What will be made')} tabs={tabs} chosen={tab} onChoose={setTab} />
    </div>
  );
}

function limitsOf({ surroundings: { limits } }: FormModel) {
  return limits?.cpu && limits.memory ? { cpu: limits.cpu, memory: limits.memory } : undefined;
}

/** The job as YAML, which can be changed here too. */
function YamlPane(props: { model: FormModel; trans: TranslationBundle }): React.JSX.Element {
  const { model, trans } = props;
  const { source } = model;
  const note =
    source.from === 'command'
      ? trans.__(
          'Form and text follow each other. What the form does not show stays as it is here.'
        )
      : source.from === 'job'
        ? trans.__('The code travels in its own ConfigMap, as it was.')
        : trans.__(
            'The code is added when the job is made: a ConfigMap, and the command that runs it.'
          );
  return (
    <>
      <p className="kfl-Note">{note}</p>
      <YamlText label={trans.__('Job in YAML')} model={model} />
    </>
  );
}

/** What differs from the job that the form began with. */
function Changes(props: { model: FormModel; trans: TranslationBundle }): React.JSX.Element {
  const { model, trans } = props;
  const { earlier, job } = model;
  const [texts, setTexts] = React.useState<[string, string] | null>(null);
  React.useEffect(() => {
    let current = true;
    const before = manifestOf(earlier!.job);
    const placed = { ...before, metadata: { ...before.metadata, namespace: undefined } };
    void Promise.all([toYaml(placed as never), toYaml(job as never)]).then(
      both => current && setTexts(both)
    );
    return () => {
      current = false;
    };
  }, [earlier, job]);
  const lines = texts ? diffLines(...texts) : [];
  if (texts && lines.every(({ kind }) => kind === 'same')) {
    return <p className="kfl-Note">{trans.__('Nothing differs from %1.', earlier!.ref.name)}</p>;
  }
  return (
    <pre className="kfl-Form-diff" tabIndex={0} aria-label={trans.__('Changes')}>
      {lines.map(({ kind, text }, index) => (
        <span key={index} className={`kfl-mod-${kind}`}>
          {`${kind === 'added' ? '+' : kind === 'removed' ? '−' : ' '} ${text}\n`}
        </span>
      ))}
    </pre>
  );
}
