import type { Schedule } from '@kubeflow-lab/compiler';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Problem } from '@kubeflow-lab/schema';
import * as React from 'react';

import { Field, FormFoot, ProblemView } from '../../components';
import { ProblemError } from '../../problem';
import { cronsOf, fieldsOf, scheduleOf, type ScheduleFields } from './form';
import { NextTimes } from './next';
import { weekday } from './rhythm';

interface ScheduleViewProps {
  schedule: Schedule | undefined;
  /** The person's own. */
  timezone: string;
  /** Makes the schedule on the cluster. A rejection is shown. */
  onSet: (schedule: Schedule) => Promise<void>;
  onClose: () => void;
  trans: TranslationBundle;
}

/** When a pipeline runs by itself, as a form. */
export function ScheduleView(props: ScheduleViewProps): React.JSX.Element {
  const { schedule, timezone, onSet, onClose, trans } = props;
  const [fields, setFields] = React.useState(() => fieldsOf(schedule, timezone));
  const [problem, setProblem] = React.useState<Problem | null>(null);
  const [busy, setBusy] = React.useState(false);
  const wanted = scheduleOf(fields);
  const change = (changed: Partial<ScheduleFields>) => {
    setFields({ ...fields, ...changed });
    setProblem(null);
  };
  const submit = async () => {
    if (!wanted) {
      return;
    }
    setBusy(true);
    try {
      await onSet(wanted);
    } catch (error) {
      setProblem(ProblemError.from(error).problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="kfl-Create kfl-Needs"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="kfl-Form-row">
        <RhythmFields fields={fields} change={change} trans={trans} />
      </div>
      {fields.kind === 'weekly' && <DayFields fields={fields} change={change} trans={trans} />}
      <div className="kfl-Form-row">
        <ZoneField fields={fields} change={change} trans={trans} />
        <OverlapField fields={fields} change={change} trans={trans} />
      </div>
      <NextTimes
        schedules={cronsOf(fields)}
        timezone={fields.timezone.trim() || null}
        trans={trans}
      />
      {problem && <ProblemView problem={problem} trans={trans} />}
      <FormFoot
        cancel={trans.__('Cancel')}
        submit={busy ? trans.__('Setting…') : trans.__('Set schedule')}
        title={trans.__('Save the notebook, and run it as it is now at these times')}
        disabled={busy || wanted === null}
        onClose={onClose}
      />
    </form>
  );
}

interface FieldsProps {
  fields: ScheduleFields;
  change: (changed: Partial<ScheduleFields>) => void;
  trans: TranslationBundle;
}

function RhythmFields({ fields, change, trans }: FieldsProps): React.JSX.Element {
  const { kind } = fields;
  const text = (name: 'minute' | 'day' | 'cron' | 'time', label: string, type = 'text') => (
    <Field label={label}>
      {input => (
        <input
          {...input}
          className="kfl-Filter"
          type={type}
          autoComplete="off"
          spellCheck={false}
          value={fields[name]}
          onChange={({ target }) => change({ [name]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <Field label={trans.__('Runs')}>
        {input => (
          <select
            {...input}
            className="kfl-Select"
            value={kind}
            onChange={({ target }) => change({ kind: target.value as ScheduleFields['kind'] })}
          >
            <option value="hourly">{trans.__('every hour')}</option>
            <option value="daily">{trans.__('every day')}</option>
            <option value="weekly">{trans.__('on days of the week')}</option>
            <option value="monthly">{trans.__('every month')}</option>
            <option value="custom">{trans.__('as a cron expression says')}</option>
          </select>
        )}
      </Field>
      {kind === 'hourly' && text('minute', trans.__('Minute'))}
      {kind === 'monthly' && text('day', trans.__('Day of the month'))}
      {kind === 'custom' && text('cron', trans.__('Cron expression'))}
      {(kind === 'daily' || kind === 'weekly' || kind === 'monthly') &&
        text('time', trans.__('At'), 'time')}
    </>
  );
}

function DayFields({ fields, change, trans }: FieldsProps): React.JSX.Element {
  const { days } = fields;
  return (
    <fieldset className="kfl-Form-group">
      <legend>{trans.__('On')}</legend>
      <div className="kfl-Form-choices">
        {[1, 2, 3, 4, 5, 6, 0].map(day => (
          <label key={day}>
            <input
              type="checkbox"
              checked={days.includes(day)}
              onChange={({ target }) =>
                change({
                  days: target.checked ? [...days, day].sort() : days.filter(one => one !== day)
                })
              }
            />
            {weekday(day, trans)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function ZoneField({ fields, change, trans }: FieldsProps): React.JSX.Element {
  const list = React.useId();
  const zones = React.useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone')], []);
  return (
    <Field label={trans.__('Time zone')}>
      {input => (
        <>
          <input
            {...input}
            className="kfl-Filter"
            list={list}
            autoComplete="off"
            spellCheck={false}
            value={fields.timezone}
            onChange={({ target }) => change({ timezone: target.value })}
          />
          <datalist id={list}>
            {zones.map(zone => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function OverlapField({ fields, change, trans }: FieldsProps): React.JSX.Element {
  return (
    <Field label={trans.__('While the last run goes on')}>
      {input => (
        <select
          {...input}
          className="kfl-Select"
          value={fields.overlap}
          onChange={({ target }) => change({ overlap: target.value as ScheduleFields['overlap'] })}
        >
          <option value="Forbid">{trans.__('the next one is left out')}</option>
          <option value="Allow">{trans.__('the next one runs beside it')}</option>
          <option value="Replace">{trans.__('it is stopped for the next one')}</option>
        </select>
      )}
    </Field>
  );
}
