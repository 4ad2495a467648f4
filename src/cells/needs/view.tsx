import type { TranslationBundle } from '@jupyterlab/translation';
import type { StepNeeds } from '@kubeflow-lab/compiler';
import * as React from 'react';

import { fieldsOf, readNeeds, type NeedsFields, type TextField, type Wrong } from './form';
import { Pairs } from './pairs';

/** What the cluster offers; what is not known yet, or cannot be had, is left out. */
export interface Surroundings {
  images: readonly string[];
  claims: readonly string[];
}

interface NeedsViewProps {
  needs: StepNeeds;
  /** What holds where the step says nothing: the notebook's defaults. */
  defaults: StepNeeds;
  surroundings: Surroundings;
  onSet: (needs: StepNeeds) => void;
  onClose: () => void;
  trans: TranslationBundle;
}

/** The settings of one step as a form. */
export function NeedsView(props: NeedsViewProps): React.JSX.Element {
  const { needs, defaults, surroundings, onSet, onClose, trans } = props;
  const [fields, setFields] = React.useState(() => fieldsOf(needs));
  const [wrong, setWrong] = React.useState<Wrong>({});
  const form = React.useRef<HTMLFormElement>(null);
  const change = (changed: Partial<NeedsFields>) => {
    setFields({ ...fields, ...changed });
    const touched = Object.keys(changed);
    setWrong(
      Object.fromEntries(
        Object.entries(wrong).filter(([field]) => !touched.includes(field.split('.')[0]))
      )
    );
  };
  const submit = () => {
    const read = readNeeds(fields, needs, trans);
    if ('needs' in read) {
      onSet(read.needs);
      return;
    }
    setWrong(read.wrong);
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  const otherwise = fieldsOf(defaults);
  const text = { fields, wrong, change, otherwise };
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
      <Text
        {...text}
        name="image"
        label={trans.__('Image')}
        placeholder={trans.__('the one of this notebook server')}
        choices={surroundings.images}
      />
      <div className="kfl-Form-row">
        <Text {...text} name="cpu" label={trans.__('CPU')} placeholder={trans.__('no limit')} />
        <Text
          {...text}
          name="memory"
          label={trans.__('Memory')}
          placeholder={trans.__('no limit')}
        />
        <Text {...text} name="gpu" label={trans.__('GPUs')} placeholder={trans.__('none')} />
      </div>
      <div className="kfl-Form-row">
        <Text
          {...text}
          name="retries"
          label={trans.__('Tries again, at most')}
          placeholder={trans.__('never')}
        />
        <Text
          {...text}
          name="backoff"
          label={trans.__('Seconds before that')}
          placeholder={trans.__('0')}
        />
        <Text
          {...text}
          name="timeout"
          label={trans.__('Ends after minutes')}
          placeholder={trans.__('no limit')}
        />
      </div>
      <CacheField fields={fields} change={change} trans={trans} />
      <Pairs
        legend={trans.__('Volumes')}
        noun={trans.__('volume')}
        items={fields.volumes}
        blank={{ claim: '', path: '' }}
        add={trans.__('Add a volume')}
        columns={[
          {
            key: 'claim',
            label: trans.__('Volume'),
            placeholder: trans.__('volume'),
            choices: surroundings.claims
          },
          { key: 'path', label: trans.__('Folder'), placeholder: trans.__('/data') }
        ]}
        wrong={index => wrong[`volumes.${index}`]}
        onChange={volumes => change({ volumes })}
        trans={trans}
      />
      <Pairs
        legend={trans.__('Variables')}
        noun={trans.__('variable')}
        items={fields.env}
        blank={{ name: '', value: '' }}
        add={trans.__('Add a variable')}
        columns={[
          { key: 'name', label: trans.__('Variable'), placeholder: trans.__('NAME') },
          { key: 'value', label: trans.__('Value'), placeholder: trans.__('value') }
        ]}
        wrong={index => wrong[`env.${index}`]}
        onChange={env => change({ env })}
        trans={trans}
      />
      <div className="kfl-Create-tools kfl-mod-end">
        <button type="button" className="kfl-Button" onClick={onClose}>
          {trans.__('Cancel')}
        </button>
        <button type="submit" className="kfl-Button kfl-mod-main">
          {trans.__('Set')}
        </button>
      </div>
    </form>
  );
}

interface FieldsProps {
  fields: NeedsFields;
  change: (changed: Partial<NeedsFields>) => void;
}

function Text(
  props: FieldsProps & {
    name: Exclude<TextField, 'cache'>;
    label: string;
    placeholder: string;
    wrong: Wrong;
    otherwise: NeedsFields;
    choices?: readonly string[];
  }
): React.JSX.Element {
  const { name, label, placeholder, fields, wrong, otherwise, choices = [], change } = props;
  const id = React.useId();
  const sentence = wrong[name];
  const usual = otherwise[name] || placeholder;
  return (
    <div className={`kfl-FormField${sentence ? ' kfl-mod-invalid' : ''}`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="kfl-Filter"
        autoComplete="off"
        spellCheck={false}
        list={choices.length > 0 ? `${id}-choices` : undefined}
        placeholder={usual}
        aria-invalid={sentence !== undefined}
        aria-describedby={sentence ? `${id}-said` : undefined}
        value={fields[name]}
        onChange={({ target }) => change({ [name]: target.value })}
      />
      {choices.length > 0 && (
        <datalist id={`${id}-choices`}>
          {choices.map(choice => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
      {sentence && (
        <p id={`${id}-said`} className="kfl-FormField-said kfl-mod-problem" role="alert">
          {sentence}
        </p>
      )}
    </div>
  );
}

function CacheField(props: FieldsProps & { trans: TranslationBundle }): React.JSX.Element {
  const { fields, change, trans } = props;
  const id = React.useId();
  return (
    <div className="kfl-FormField">
      <label htmlFor={id}>
        {trans.__('On Kubeflow Pipelines, when it has run with the same values')}
      </label>
      <select
        id={id}
        className="kfl-Select"
        value={fields.cache}
        onChange={({ target }) => change({ cache: target.value as NeedsFields['cache'] })}
      >
        <option value="">{trans.__('As the notebook says')}</option>
        <option value="on">{trans.__('Take its earlier result')}</option>
        <option value="off">{trans.__('Run it again')}</option>
      </select>
    </div>
  );
}
