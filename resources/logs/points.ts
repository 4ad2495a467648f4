/** What a line of a log says of how training goes: values, the step that they belong to, and how far it is. */
import { parseMetric } from './metrics.js';

export interface TrainingPoint {
  /** Names and finite values, in the order of the line. */
  values: [name: string, value: number][];
  /** The step that the line names; null where it names none. */
  step: number | null;
  /** How much of the whole is done, 0 to 1; null where the line does not say. */
  progress: Progress | null;
}

/** `begins`: an epoch that begins here; the share of the batches in it counts from there. */
export type Progress =
  { share: number } | { epoch: number; of: number } | { batch: number; of: number };

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const NAME = /^[A-Za-z_][\w./-]{0,99}$/;
// eslint-disable-next-line no-control-regex -- what terminals understand and people do not see
const ESCAPES = /\u001b\[[0-?]*[ -/]*[@-~]/g;
/** `Epoch 3/10`, `Epoch [3/10]`, `Epoch: 3/10`, and what follows. */
const EPOCH = /^\s*epochs?:?\s*\[?(\d{1,9})\s*\/\s*(\d{1,9})\]?(.*)$/i;
/** Keras: `125/125 - 2s - loss: 0.35`, `125/125 ━━━━ 2s 4ms/step - loss: 0.35`. */
const BATCHES = /^\s*(\d{1,9})\/(\d{1,9}|Unknown)\s(.*)$/;
const KERAS_VALUE = new RegExp(String.raw`^([A-Za-z_][\w./]{0,99}): (${NUMBER})$`);
/** tqdm: ` 45%|████▌     | 45/100 …`. */
const BAR = /^[^%|]{0,100}?(\d{1,3})%\|/;

/** What is told of a step, and is no metric of its own. */
const STEPS = ['step', 'global_step', 'iteration'];
const LAST_STEPS = ['max_steps', 'total_steps'];
const OTHER = ['epoch', 'epochs', 'time', 'timestamp', 'ts', ...STEPS, ...LAST_STEPS];
/** Fields of records of a program's own log, whose numbers say nothing of training. */
const RECORD = ['msg', 'message', 'level', 'severity'];
const LINE_MAX = 4_000;

/** What a line says of training, or null. A line is anybody's text; one that is longer than 4,000 characters says nothing. */
export function parsePoint(line: string): TrainingPoint | null {
  if (line.length > LINE_MAX) {
    return null;
  }
  const text = lastState(line);
  const metric = parseMetric(text);
  return metric !== null
    ? { values: [[metric.name, metric.value]], step: null, progress: shareOf(metric) }
    : (epochOf(text) ?? batchesOf(text) ?? recordOf(text) ?? barOf(text));
}

/** What a terminal would show in the end of a line that was written over and over. */
function lastState(line: string): string {
  const plain = line.replace(ESCAPES, '').replace(/[\r\b]+$/, '');
  return plain.slice(Math.max(plain.lastIndexOf('\r'), plain.lastIndexOf('\b')) + 1);
}

function shareOf({ name, value }: { name: string; value: number }): Progress | null {
  return name === 'progress' && value >= 0 && value <= 1 ? { share: value } : null;
}

function epochOf(text: string): TrainingPoint | null {
  const match = EPOCH.exec(text);
  const [epoch, of] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || of === 0 || epoch > of) {
    return null;
  }
  const values = valuesIn(match[3]);
  // A line with values is written when the epoch is over, one without when it begins.
  const done = values.length > 0 ? epoch : Math.max(0, epoch - 1);
  const step = values.length > 0 ? epoch : null;
  return { values, step, progress: { epoch: done, of } };
}

function batchesOf(text: string): TrainingPoint | null {
  const match = BATCHES.exec(text);
  if (match === null) {
    return null;
  }
  const [batch, of] = [Number(match[1]), Number(match[2])];
  const values = valuesIn(match[3]);
  const isKnown = of > 0 && batch <= of;
  return values.length > 0 || isKnown
    ? { values, step: null, progress: isKnown ? { batch, of } : null }
    : null;
}

/** The values of `… - loss: 0.35 - accuracy: 0.9`, also with commas between them. */
function valuesIn(text: string): [string, number][] {
  return text
    .split(/ - |, |\s{2,}|\s*\|\s*/)
    .map(part => KERAS_VALUE.exec(part.trim()))
    .flatMap((found): [string, number][] => (found ? [[found[1], Number(found[2])]] : []))
    .filter(([, value]) => Number.isFinite(value));
}

/** A line that is one JSON object, or a dict of numbers as Python prints it. */
function recordOf(text: string): TrainingPoint | null {
  const record = readRecord(text.trim());
  if (record === null || RECORD.some(field => field in record)) {
    return null;
  }
  const numbers = Object.entries(record).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1])
  );
  const values = numbers.filter(([name]) => NAME.test(name) && !OTHER.includes(name));
  const number = (names: readonly string[]) =>
    numbers.find(([name]) => names.includes(name))?.[1] ?? null;
  const [step, last] = [number(STEPS), number(LAST_STEPS)];
  const [epoch, epochs] = [number(['epoch']), number(['epochs'])];
  const progress =
    step !== null && last !== null && last > 0
      ? { share: clamp(step / last) }
      : epoch !== null && epochs !== null && epochs > 0
        ? { epoch: Math.min(epoch, epochs), of: epochs }
        : null;
  return values.length > 0 || progress !== null ? { values, step: step ?? epoch, progress } : null;
}

function readRecord(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{') || !text.endsWith('}')) {
    return null;
  }
  // Trainers print Python's own dicts; those without any text in them are JSON but for their quotes.
  const json = /^\{'[^"\\]*\}$/.test(text) ? text.replaceAll("'", '"') : text;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function barOf(text: string): TrainingPoint | null {
  const match = BAR.exec(text);
  const percent = Number(match?.[1]);
  return match !== null && percent <= 100
    ? { values: [], step: null, progress: { share: percent / 100 } }
    : null;
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));
