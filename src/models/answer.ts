/** A model's answer as a table, where it is one: a prediction for each row of the request. */

export interface AnswerTable {
  head: string[];
  rows: string[][];
}

/** More rows and columns than these are not drawn; the JSON has all of them. */
const ROWS_MAX = 200;
const COLUMNS_MAX = 30;

/**
 * The answers beside the rows that were asked about, of protocol v1 (`instances`, `predictions`) and of v2's first
 * output; null for what is no list of answers.
 */
export function answerTable(request: unknown, answer: unknown): AnswerTable | null {
  const predictions = predictionsOf(answer);
  if (predictions === null || predictions.length === 0) {
    return null;
  }
  const rows = predictions.slice(0, ROWS_MAX).map(columnsOf);
  const wide = Math.max(...rows.map(row => row.length));
  const asked = instancesOf(request);
  const named = wide === 1 ? ['prediction'] : rows[0].map(([name]) => name);
  return {
    // The answers first: a row may be wider than the place for both.
    head: [...named.slice(0, COLUMNS_MAX), ...(asked ? ['row'] : [])],
    rows: rows.map((row, index) => [
      ...row.slice(0, COLUMNS_MAX).map(([, value]) => value),
      ...(asked ? [shortRow(asked[index])] : [])
    ])
  };
}

function predictionsOf(answer: unknown): unknown[] | null {
  const { predictions, outputs } = fieldsOf(answer);
  if (Array.isArray(predictions)) {
    return predictions;
  }
  const [first] = Array.isArray(outputs) ? outputs : [];
  const { data, shape } = fieldsOf(first);
  if (!Array.isArray(data)) {
    return null;
  }
  const [, columns = 1] = Array.isArray(shape) ? (shape as unknown[]).map(Number) : [];
  return columns > 1 && data.length % columns === 0
    ? Array.from({ length: data.length / columns }, (_, row) =>
        data.slice(row * columns, (row + 1) * columns)
      )
    : data;
}

function instancesOf(request: unknown): unknown[] | null {
  const { instances } = fieldsOf(request);
  return Array.isArray(instances) ? instances : null;
}

/** A prediction's values by their names: those of an object, or their places. */
function columnsOf(prediction: unknown): [string, string][] {
  if (Array.isArray(prediction)) {
    return prediction.map((value, index) => [String(index), cell(value)]);
  }
  return typeof prediction === 'object' && prediction !== null
    ? Object.entries(prediction).map(([name, value]) => [name, cell(value)])
    : [['prediction', cell(prediction)]];
}

function cell(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

const ROW_MAX = 60;

function shortRow(row: unknown): string {
  const text = row === undefined ? '' : cell(row);
  return text.length <= ROW_MAX ? text : `${text.slice(0, ROW_MAX - 1)}…`;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A model server's own error: KServe writes `{"error": …}`. */
export function reasonOf(body: unknown): string {
  const { error } = typeof body === 'object' && body !== null ? (body as { error?: unknown }) : {};
  return typeof error === 'string' ? error : typeof body === 'string' ? body : JSON.stringify(body);
}

/** What was wrong with a request of a load, whose answer stands as in `422 {"error": …}` where there was one. */
export function shortProblem(problem: string): string {
  const [, status, text] = /^(\d{3}) (.*)$/s.exec(problem) ?? [];
  if (status === undefined) {
    return problem;
  }
  const reason = reasonOf(parsedOr(text)).trim();
  return reason === '' ? status : `${status}: ${reason}`;
}

/** A text as the JSON that it is, else as it is: long ones were cut. */
function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
