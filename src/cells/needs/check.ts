import type { TranslationBundle } from '@jupyterlab/translation';
import { conditionProblem, type Parameter } from '@kubeflow-lab/compiler';
import { parseQuantity } from '@kubeflow-lab/resources';

import type { ListField, NeedsFields, TolerationRow } from './fields';
import { readItems } from './loop';

/** What the pipeline has that the settings of a step may name. */
export interface PipelineNames {
  parameters: readonly Parameter[];
  /** Names of the parameters that the step uses. */
  used: readonly string[];
}

/** Sentences by the field that they are about; of a row by `volumes.0`. */
export type Wrong = Record<string, string>;

interface Checking {
  fields: NeedsFields;
  pipeline: PipelineNames;
  trans: TranslationBundle;
  /** Notes the first thing that is wrong with a field. */
  say: (field: string, isWrong: boolean, sentence: string) => void;
}

/** Everything that has to be changed before the settings can be written. */
export function wrongOf(
  fields: NeedsFields,
  pipeline: PipelineNames,
  trans: TranslationBundle
): Wrong {
  const wrong: Wrong = {};
  const say: Checking['say'] = (field, isWrong, sentence) => {
    if (isWrong && !Object.hasOwn(wrong, field)) {
      wrong[field] = sentence;
    }
  };
  for (const check of [checkAmounts, checkTurn, checkLists, checkNodes]) {
    check({ fields, pipeline, trans, say });
  }
  return wrong;
}

/** Whether a row is as it was added, so that it counts as not there. */
function isBlank(row: object): boolean {
  return Object.entries(row).every(
    ([field, value]) => String(value).trim() === '' || (field === 'operator' && value === 'Equal')
  );
}

/** The rows of a list that say something. */
export function filled<List extends ListField>(
  fields: NeedsFields,
  list: List
): NeedsFields[List][number][] {
  return (fields[list] as NeedsFields[List][number][]).filter(row => !isBlank(row));
}

function checkAmounts({ fields, trans, say }: Checking): void {
  const check = (field: keyof NeedsFields, fits: (text: string) => boolean, sentence: string) => {
    const text = String(fields[field]).trim();
    say(field, text !== '' && !fits(text), sentence);
  };
  const isAmount = (text: string) => (parseQuantity(text) ?? 0) > 0;
  check('image', text => !/\s/.test(text), trans.__('The name of an image has no blanks.'));
  check('cpu', isAmount, trans.__('Give processors as 2, 0.5 or 500m.'));
  check('memory', isAmount, trans.__('Give memory as 4Gi or 512Mi.'));
  check('gpu', isWhole, trans.__('Give a whole number of GPUs.'));
  check('retries', isWhole, trans.__('Give a whole number, as 2.'));
  check('backoff', isPositive, trans.__('Give seconds, as 10.'));
  check('factor', isPositive, trans.__('Give a number, as 2.'));
  check('timeout', text => Number(text) * 60 >= 0.5, trans.__('Give minutes, as 30.'));
}

function checkTurn({ fields, pipeline, trans, say }: Checking): void {
  const { turn, over, items, from, when } = fields;
  const { parameters, used } = pipeline;
  if (when.trim() !== '') {
    const problem = conditionProblem(when.trim(), parameters);
    say('when', problem !== null, quoted(problem ?? ''));
    say('when', turn === 'exit', trans.__('What runs at the end has no condition.'));
  }
  if (turn !== 'items' && turn !== 'from') {
    return;
  }
  const parameter = parameters.find(({ name }) => name === over);
  say('over', parameter === undefined, trans.__('Choose a parameter of the pipeline.'));
  say('over', !used.includes(over), trans.__('The step does not use %1.', over));
  if (turn === 'items') {
    const isWrong = parameter !== undefined && readItems(items, parameter) === null;
    say('items', isWrong, trans.__('Give values of the parameter’s type, as 10, 100.'));
  } else {
    const isText = parameters.some(({ name, type }) => name === from && type === 'str');
    say('from', !isText, trans.__('Choose a parameter that holds a text.'));
  }
}

function checkLists({ fields, trans, say }: Checking): void {
  const each = <Row extends object>(
    list: ListField,
    rows: readonly Row[],
    check: (row: Row, index: number, say: (isWrong: boolean, sentence: string) => void) => void
  ) =>
    rows.forEach((row, index) => {
      if (!isBlank(row)) {
        check(row, index, (isWrong, sentence) => say(`${list}.${index}`, isWrong, sentence));
      }
    });
  each('volumes', fields.volumes, ({ claim, path }, _, is) => {
    is(claim.trim() === '', trans.__('Choose a volume.'));
    is(!path.trim().startsWith('/'), trans.__('Give the folder in the step, as /data.'));
  });
  const names = [...fields.env.map(({ name }) => name), ...fields.secrets.map(({ env }) => env)];
  const checkVariable = (
    name: string,
    place: number,
    is: (isWrong: boolean, sentence: string) => void
  ) => {
    is(
      !VARIABLE.test(name.trim()),
      trans.__('A variable has letters, digits and _, as OMP_NUM_THREADS.')
    );
    const isDouble = names.slice(0, place).some(other => other.trim() === name.trim());
    is(isDouble, trans.__('%1 stands here twice.', name.trim()));
  };
  each('env', fields.env, ({ name }, index, is) => checkVariable(name, index, is));
  each('secrets', fields.secrets, ({ name, key, env }, index, is) => {
    is(!SECRET.test(name.trim()), trans.__('Give the name of a Secret, as my-database.'));
    is(!SECRET_KEY.test(key.trim()), trans.__('Give the key in the Secret, as password.'));
    checkVariable(env, fields.env.length + index, is);
  });
}

function checkNodes({ fields, trans, say }: Checking): void {
  const names = fields.nodeSelector.map(({ name }) => name.trim());
  fields.nodeSelector.forEach((row, index) => {
    if (!isBlank(row)) {
      const field = `nodeSelector.${index}`;
      say(
        field,
        !LABEL.test(names[index]),
        trans.__('A label is written as disk or example.com/disk.')
      );
      say(
        field,
        !LABEL_VALUE.test(row.value.trim()),
        trans.__('The value of a label is written as ssd.')
      );
      say(
        field,
        names.indexOf(names[index]) < index,
        trans.__('%1 stands here twice.', names[index])
      );
    }
  });
  fields.tolerations.forEach((row, index) => {
    if (!isBlank(row)) {
      checkToleration(
        row,
        (isWrong, sentence) => say(`tolerations.${index}`, isWrong, sentence),
        trans
      );
    }
  });
}

function checkToleration(
  { key, operator, value }: TolerationRow,
  say: (isWrong: boolean, sentence: string) => void,
  trans: TranslationBundle
): void {
  const name = key.trim();
  say(name !== '' && !LABEL.test(name), trans.__('A taint is written as gpu or example.com/gpu.'));
  say(name === '' && operator === 'Equal', trans.__('Name the taint, or choose “is there”.'));
  say(
    operator === 'Exists' && value.trim() !== '',
    trans.__('“is there” has no value; choose “is” to compare.')
  );
  say(!LABEL_VALUE.test(value.trim()), trans.__('The value of a taint is written as yes.'));
}

const VARIABLE = /^[A-Za-z_]\w*$/;
const SECRET = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;
const SECRET_KEY = /^[\w.-]+$/;
/** Labels and taints, as Kubernetes takes them. */
const LABEL = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;

const isWhole = (text: string): boolean => /^\d{1,6}$/.test(text);
const isPositive = (text: string): boolean => Number.isFinite(Number(text)) && Number(text) > 0;

/** The compiler writes names between backticks; a form has no other type for them. */
function quoted(sentence: string): string {
  return sentence.replace(/`([^`]*)`/g, '“$1”');
}
