import type { InferenceServiceSummary, Item, Problem, WorkflowSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { FormFoot, ProblemView, useFeed } from '../../components';
import { ProblemError } from '../../problem';
import type { IPlatform, ObjectRef } from '../../tokens';
import { EMPTY, type Fields, type Sentences, readFields, sentencesOf } from './form';
import { readLine } from './line';
import type { ModelNotebook } from './notebook';
import { runChoices } from './outputs';
import { Runtimes, useRuntimes } from './runtimes';
import { Served } from './served';
import { Source } from './source';
import { useStoredValue } from './value';

interface NewModelProps {
  platform: IPlatform;
  namespace: string;
  /** What is typed and chosen already. */
  start: Partial<Fields>;
  notebook: ModelNotebook | null;
  onClose: () => void;
  onServed: (object: ObjectRef) => void;
}

/** The form that serves what a run or a notebook has made, or what lies at an address. */
export function NewModel(props: NewModelProps): React.JSX.Element {
  const { platform, namespace, start, notebook, onClose, onServed } = props;
  const { live, trans } = platform;
  const [fields, setFields] = React.useState<Fields>({ ...EMPTY, ...start });
  const [wrong, setWrong] = React.useState<Sentences>({});
  const [problem, setProblem] = React.useState<Problem | null>(null);
  const [busy, setBusy] = React.useState(false);
  const runsFeed = useFeed(live, { resource: 'workflows', namespace });
  const runs = runChoices(Object.values(runsFeed.items) as Item<WorkflowSummary>[]);
  const runtimes = useRuntimes(platform, namespace);
  const models = useFeed(live, { resource: 'inferenceservices', namespace });
  const run = runs.find(({ name }) => name === fields.run);
  const output = run?.outputs.find(one => `${one.step}/${one.name}` === fields.output);
  const known = useStoredValue(platform, namespace, output ? { output } : null);
  const example = known?.state === 'served' && known.rows ? JSON.stringify(known.rows) : '';
  const change = (changed: Partial<Fields>) => {
    setFields({ ...fields, ...changed });
    setWrong(Object.fromEntries(Object.entries(wrong).filter(([key]) => !(key in changed))));
    setProblem(null);
  };
  const isOfNotebook = fields.source === 'variable' || fields.source === 'function';
  const serveFromNotebook = () => {
    const read = readLine(fields, trans);
    if ('wrong' in read) {
      setWrong(read.wrong);
    } else if (notebook) {
      // The cell tells how it goes.
      onClose();
      void notebook.serve(read.line, read.cell);
    }
  };
  const submit = async () => {
    if (isOfNotebook) {
      serveFromNotebook();
      return;
    }
    const sent = { ...fields, sample: fields.sample || example };
    const read = readFields(sent, trans);
    if ('wrong' in read) {
      setWrong(read.wrong);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const item = await platform.client.create('inferenceservices', namespace, read.form);
      onServed({ plural: 'inferenceservices', namespace, name: item.object.metadata.name });
    } catch (error) {
      const refused = ProblemError.from(error).problem;
      const sentences = sentencesOf(refused.errors ?? []);
      setWrong(sentences);
      setProblem(Object.keys(sentences).some(key => key !== '') ? null : refused);
    } finally {
      setBusy(false);
    }
  };
  const served = (Object.values(models.items) as Item<InferenceServiceSummary>[]).find(
    ({ object }) => object.metadata.name === fields.name.trim()
  );
  const field = { fields, wrong, change };
  return (
    <form
      className="kfl-Create kfl-NewModel"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
    >
      <Source
        {...field}
        runs={runs}
        feed={runsFeed}
        known={known}
        notebook={notebook}
        runtimes={runtimes.items}
        trans={trans}
      />
      <Served
        {...field}
        example={example}
        next={served && nextOf(served, fields, platform)}
        trans={trans}
      />
      <Runtimes {...runtimes} trans={trans} />
      {wrong[''] !== undefined && problem === null && (
        <p className="kfl-Create-wrong" role="alert">
          {wrong['']}
        </p>
      )}
      {problem && <ProblemView problem={problem} trans={trans} />}
      <FormFoot
        cancel={trans.__('Close')}
        submit={busy ? trans.__('Deploying…') : trans.__('Deploy')}
        disabled={busy || (isOfNotebook && notebook === null)}
        onClose={onClose}
      />
    </form>
  );
}

/** What it means that the name is served already. */
function nextOf(
  { object, summary }: Item<InferenceServiceSummary>,
  { source }: Fields,
  { trans }: IPlatform
): string {
  const { name } = object.metadata;
  if (summary.version === null || source === 'address') {
    return trans.__('%1 is served already: this model takes its place.', name);
  }
  return trans.__(
    '%1 is served already, in version %2: this becomes the next.',
    name,
    summary.version
  );
}
