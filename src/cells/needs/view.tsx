import type { TranslationBundle } from '@jupyterlab/translation';
import type { StepNeeds } from '@kubeflow-lab/compiler';
import * as React from 'react';

import { FormFoot } from '../../components';
import type { PipelineNames, Wrong } from './check';
import { Choice, TextInput, type FieldState } from './field';
import { fieldsOf, type NeedsFields } from './fields';
import { readNeeds } from './form';
import { Nodes, Variables, Volumes } from './lists';
import { TurnFields } from './turn';

/** What the cluster offers; what is not known yet, or cannot be had, is left out. */
export interface Surroundings {
  images: readonly string[];
  claims: readonly string[];
}

interface NeedsViewProps {
  /** The step's name; null where the settings are those of all steps that do not say otherwise. */
  step: string | null;
  needs: StepNeeds;
  /** What holds where nothing is said here. */
  defaults: StepNeeds;
  pipeline: PipelineNames;
  surroundings: Surroundings;
  onSet: (needs: StepNeeds) => void;
  onClose: () => void;
  trans: TranslationBundle;
}

/** The settings of one step, or of all, as a form. What is wrong is said as soon as its field is left. */
export function NeedsView(props: NeedsViewProps): React.JSX.Element {
  const { step, needs, pipeline, surroundings, onSet, onClose, trans } = props;
  const form = React.useRef<HTMLFormElement>(null);
  const [fields, setFields] = React.useState(() => fieldsOf(needs));
  const { seen, leave, seeAll } = useSeen();
  const read = readNeeds(fields, needs, pipeline, trans);
  const submit = () => {
    if ('needs' in read) {
      onSet(read.needs);
      return;
    }
    seeAll();
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  const state: FieldState & { trans: TranslationBundle } = {
    fields,
    wrong: 'wrong' in read ? seen(read.wrong) : {},
    otherwise: React.useMemo(() => fieldsOf(props.defaults), [props.defaults]),
    change: changed => setFields({ ...fields, ...changed }),
    leave,
    trans
  };
  return (
    <form
      ref={form}
      className="kfl-Create kfl-Needs"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      {step === null && (
        <p className="kfl-Note">
          {trans.__('They hold for each step that says nothing else in its own settings.')}
        </p>
      )}
      <Part title={trans.__('What it gets')}>
        <Amounts {...state} images={surroundings.images} />
      </Part>
      <Part title={trans.__('When it runs')}>
        {step !== null && <TurnFields {...state} pipeline={pipeline} />}
        <Tries {...state} ofAll={step === null} />
      </Part>
      <Part title={trans.__('What it finds')}>
        <Volumes {...state} claims={surroundings.claims} />
        <Variables {...state} />
      </Part>
      <Part title={trans.__('Where it runs')}>
        <Nodes {...state} />
      </Part>
      <FormFoot cancel={trans.__('Cancel')} submit={trans.__('Set')} onClose={onClose} />
    </form>
  );
}

/** What is wrong is shown of the fields that a person has left, and of all from when they wanted to go on. */
function useSeen() {
  const [left, setLeft] = React.useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = React.useState(false);
  return {
    seen: (wrong: Wrong): Wrong =>
      Object.fromEntries(
        Object.entries(wrong).filter(([field]) => all || left.has(field.split('.')[0]))
      ),
    leave: (field: keyof NeedsFields) => setLeft(before => new Set(before).add(field)),
    seeAll: () => setAll(true)
  };
}

function Part(props: { title: string; children: React.ReactNode }): React.JSX.Element {
  const id = React.useId();
  return (
    <section className="kfl-Needs-part" aria-labelledby={id}>
      <h4 id={id}>{props.title}</h4>
      {props.children}
    </section>
  );
}

interface PartProps extends FieldState {
  trans: TranslationBundle;
}

function Amounts(props: PartProps & { images: readonly string[] }): React.JSX.Element {
  const { images, trans } = props;
  return (
    <>
      <TextInput
        {...props}
        name="image"
        label={trans.__('Image')}
        placeholder={trans.__('the one of this notebook server')}
        help={trans.__('It needs Python and what the step imports.')}
        choices={images}
      />
      <div className="kfl-Form-row">
        <TextInput
          {...props}
          name="cpu"
          label={trans.__('CPU')}
          placeholder={trans.__('no limit')}
        />
        <TextInput
          {...props}
          name="memory"
          label={trans.__('Memory')}
          placeholder={trans.__('no limit')}
        />
        <TextInput {...props} name="gpu" label={trans.__('GPUs')} placeholder={trans.__('none')} />
      </div>
    </>
  );
}

function Tries(props: PartProps & { ofAll: boolean }): React.JSX.Element {
  const { ofAll, trans } = props;
  return (
    <>
      <div className="kfl-Form-row">
        <TextInput
          {...props}
          name="retries"
          label={trans.__('Tries again, at most')}
          placeholder={trans.__('never')}
        />
        <TextInput
          {...props}
          name="backoff"
          label={trans.__('Seconds before that')}
          placeholder={trans.__('0')}
        />
        <TextInput
          {...props}
          name="factor"
          label={trans.__('Longer each time, ×')}
          placeholder={trans.__('1')}
        />
      </div>
      <div className="kfl-Form-row">
        <TextInput
          {...props}
          name="timeout"
          label={trans.__('Ends after minutes')}
          placeholder={trans.__('no limit')}
          help={trans.__('Counted for each try; a step that takes longer has failed.')}
        />
        <Choice
          {...props}
          name="cache"
          label={trans.__('When it has run with the same code and values')}
          options={[
            { value: '', label: ofAll ? trans.__('Not said') : trans.__('As for all steps') },
            { value: 'on', label: trans.__('Take its earlier result') },
            { value: 'off', label: trans.__('Run it again') }
          ]}
        />
      </div>
    </>
  );
}
