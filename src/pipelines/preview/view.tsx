import type { TranslationBundle } from '@jupyterlab/translation';
import type { Workflow } from '@kubeflow-lab/resources';
import type { Item, KubernetesObject, WorkflowSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { CopyButton, Difference, FormFoot } from '../../components';
import { download } from '../../components/download';
import { type TabDescription, Tabs } from '../../panels/tabs';
import { toYaml } from '../../panels/yaml';
import { YamlView } from '../../panels/yamlView';
import { changesSince, type Changes, type StepChange } from './changes';
import type { Target } from './forms';

interface PreviewProps {
  /** What would run. */
  workflow: KubernetesObject;
  /** The notebook's file name, without its ending. */
  name: string;
  /** The pipeline for another target; null where it cannot be had. */
  formFor: (target: Target) => string | null;
  /** The latest run of the notebook, to compare with. */
  earlier: Item<WorkflowSummary> | null;
  onRun: () => void;
  onClose: () => void;
  trans: TranslationBundle;
}

/** What would run: what is other than in the latest run, the object in YAML, and the same for other targets. */
export function PreviewView(props: PreviewProps): React.JSX.Element {
  const { workflow, earlier, name, formFor, onRun, onClose, trans } = props;
  const [tab, setTab] = React.useState('changes');
  const changes: TabDescription[] = earlier
    ? [
        {
          id: 'changes',
          label: trans.__('Changes'),
          view: () => <ChangesView workflow={workflow} earlier={earlier} trans={trans} />
        }
      ]
    : [];
  const yaml = {
    id: 'yaml',
    label: trans.__('Argo Workflow'),
    view: () => <YamlView object={workflow} trans={trans} />
  };
  const target = (id: Target, label: string, file: string): TabDescription => ({
    id,
    label,
    view: () => <FormText key={id} text={formFor(id)} file={file} trans={trans} />
  });
  return (
    <div className="kfl-Create kfl-PipelinePreview">
      <Tabs
        label={trans.__('What would run')}
        tabs={[
          ...changes,
          yaml,
          target('kfp', trans.__('Kubeflow Pipelines'), `${name}.yaml`),
          target('python', trans.__('Python script'), `${name}.py`)
        ]}
        chosen={tab}
        onChoose={setTab}
      />
      <FormFoot
        cancel={trans.__('Close')}
        submit={trans.__('Run on cluster')}
        onClose={onClose}
        onSubmit={onRun}
      />
    </div>
  );
}

/** The text of a file, to be read, copied and saved. */
function FormText(props: {
  text: string | null;
  file: string;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { text, file, trans } = props;
  if (text === null) {
    return <p className="kfl-Note">{trans.__('First mend what is wrong with the notebook.')}</p>;
  }
  return (
    <>
      <div className="kfl-LogTab-tools">
        <CopyButton label={trans.__('Copy')} text={() => text} trans={trans} />
        <button type="button" className="kfl-Button" onClick={() => download(file, text)}>
          {trans.__('Save %1', file)}
        </button>
      </div>
      <pre className="kfl-Yaml" tabIndex={0} aria-label={file}>
        {text}
      </pre>
    </>
  );
}

function ChangesView(props: {
  workflow: KubernetesObject;
  earlier: Item<WorkflowSummary>;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { workflow, earlier, trans } = props;
  const changes = React.useMemo(
    () => changesSince(earlier.object as Workflow, workflow as Workflow),
    [earlier, workflow]
  );
  const { name } = earlier.object.metadata;
  if (changes.parameters.length === 0 && changes.steps.length === 0) {
    return <p className="kfl-Note">{trans.__('Nothing differs from the run %1.', name)}</p>;
  }
  return (
    <>
      <p className="kfl-Note">{trans.__('Against the latest run, %1:', name)}</p>
      <ParameterTable changes={changes} trans={trans} />
      {changes.steps.map(change => (
        <StepChangeView key={change.step} change={change} trans={trans} />
      ))}
    </>
  );
}

function ParameterTable(props: {
  changes: Changes;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { changes, trans } = props;
  return changes.parameters.length === 0 ? null : (
    <table className="kfl-PipelinePreview-parameters">
      <thead>
        <tr>
          <th>{trans.__('Parameter')}</th>
          <th>{trans.__('Before')}</th>
          <th>{trans.__('Now')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.parameters.map(({ name, before, after }) => (
          <tr key={name}>
            <td>
              <code>{name}</code>
            </td>
            <td>{before ?? '–'}</td>
            <td>{after ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StepChangeView(props: {
  change: StepChange;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { change, trans } = props;
  const { step, kind, code, rest } = change;
  const words = {
    added: trans.__('new'),
    removed: trans.__('gone'),
    changed: [
      code[0] === code[1] ? '' : trans.__('code'),
      JSON.stringify(rest[0]) === JSON.stringify(rest[1]) ? '' : trans.__('settings and inputs')
    ]
      .filter(Boolean)
      .join(', ')
  };
  return (
    <details className="kfl-PipelinePreview-step" open={kind === 'changed'}>
      <summary>
        <code>{step}</code> <span>{words[kind]}</span>
      </summary>
      {code[0] !== code[1] && <Difference texts={code} label={trans.__('Code of %1', step)} />}
      {kind === 'changed' && (
        <RestDifference rest={rest} label={trans.__('Settings of %1', step)} />
      )}
    </details>
  );
}

/** As YAML, which is made when it is first needed. */
function RestDifference(props: {
  rest: [object, object];
  label: string;
}): React.JSX.Element | null {
  const { rest, label } = props;
  const [texts, setTexts] = React.useState<[string, string] | null>(null);
  React.useEffect(() => {
    let current = true;
    void Promise.all(rest.map(one => toYaml(one as KubernetesObject))).then(([before, after]) => {
      if (current) {
        setTexts([before, after]);
      }
    });
    return () => {
      current = false;
    };
  }, [rest]);
  return texts && texts[0] !== texts[1] ? <Difference texts={texts} label={label} /> : null;
}
