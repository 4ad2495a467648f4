/** A request and an answer of KServe's second protocol, as its JSON and as its messages of gRPC. */

/** What cannot be said by gRPC, or read from it; the message is a sentence. */
export class TensorError extends Error {}

/** A tensor of the JSON; `data` in rows, or flat. */
export interface Tensor {
  name: string;
  shape: number[];
  datatype: string;
  data: unknown[];
}

export interface InferMessage {
  model_name: string;
  id: string;
  inputs: object[];
}

/** An answer as the gRPC library gives it, with all its fields. */
export interface InferReply {
  model_name: string;
  id: string;
  outputs: {
    name: string;
    shape: number[];
    datatype: string;
    contents: Record<string, unknown[]> | null;
  }[];
  raw_output_contents: Uint8Array[];
}

interface Datatype {
  /** The field of a message that holds values of this type. */
  field: string;
  takes(value: unknown): boolean;
  /** Bytes of a value of `raw_output_contents`. */
  size: number;
  read(view: DataView, at: number): unknown;
}

const whole = (
  field: string,
  min: number,
  max: number,
  size: number,
  read: Datatype['read']
): Datatype => ({
  field,
  takes: value => Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max,
  size,
  read
});
const isNumber = (value: unknown) => typeof value === 'number';
const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;

/** By their names; those of texts, whose values have no fixed size, are apart. */
const DATATYPES = new Map<string, Datatype>(
  Object.entries({
    BOOL: {
      field: 'bool_contents',
      takes: value => typeof value === 'boolean',
      size: 1,
      read: (view, at) => view.getUint8(at) !== 0
    },
    INT8: whole('int_contents', -128, 127, 1, (view, at) => view.getInt8(at)),
    INT16: whole('int_contents', -32768, 32767, 2, (view, at) => view.getInt16(at, true)),
    INT32: whole('int_contents', -(2 ** 31), 2 ** 31 - 1, 4, (view, at) => view.getInt32(at, true)),
    INT64: whole('int64_contents', MIN_SAFE_INTEGER, MAX_SAFE_INTEGER, 8, (view, at) =>
      Number(view.getBigInt64(at, true))
    ),
    UINT8: whole('uint_contents', 0, 255, 1, (view, at) => view.getUint8(at)),
    UINT16: whole('uint_contents', 0, 65535, 2, (view, at) => view.getUint16(at, true)),
    UINT32: whole('uint_contents', 0, 2 ** 32 - 1, 4, (view, at) => view.getUint32(at, true)),
    UINT64: whole('uint64_contents', 0, MAX_SAFE_INTEGER, 8, (view, at) =>
      Number(view.getBigUint64(at, true))
    ),
    FP32: {
      field: 'fp32_contents',
      takes: isNumber,
      size: 4,
      read: (view, at) => view.getFloat32(at, true)
    },
    FP64: {
      field: 'fp64_contents',
      takes: isNumber,
      size: 8,
      read: (view, at) => view.getFloat64(at, true)
    }
  } satisfies Record<string, Datatype>)
);

/** What a body of the JSON asks of a model. Throws TensorError where it is none, or holds what gRPC has no words for. */
export function inferMessage(model: string, body: unknown): InferMessage {
  const { inputs, id = '', ...others } = fieldsOf(body);
  if (!Array.isArray(inputs) || inputs.length === 0 || typeof id !== 'string') {
    throw new TensorError(
      'By gRPC a model is asked {"inputs": [{"name", "shape", "datatype", "data"}, …]}.'
    );
  }
  demandNothingElse(others);
  return { model_name: model, id, inputs: inputs.map(inputMessage) };
}

function inputMessage(input: unknown): object {
  const { name, shape, datatype, data, ...others } = fieldsOf(input);
  demandNothingElse(others);
  if (typeof name !== 'string' || !isShape(shape) || !Array.isArray(data)) {
    throw new TensorError(
      'Each of the inputs has a name, a shape (a list of whole numbers), a datatype and data (a list).'
    );
  }
  const flat: unknown[] = data.flat(Infinity);
  if (shape.reduce((product, length) => product * length, 1) !== flat.length) {
    throw new TensorError(
      `The input ${name} has ${flat.length} values; its shape is [${shape.join(', ')}].`
    );
  }
  return { name, shape, datatype, contents: contentsOf(name, String(datatype), flat) };
}

function contentsOf(name: string, datatype: string, data: readonly unknown[]): object {
  if (datatype === 'BYTES') {
    demandAll(name, datatype, data, value => typeof value === 'string');
    return { bytes_contents: data.map(text => Buffer.from(String(text))) };
  }
  const type = DATATYPES.get(datatype);
  if (type === undefined) {
    throw new TensorError(
      `The input ${name} has the datatype ${datatype}; there are ${[...DATATYPES.keys()].join(', ')} and BYTES.`
    );
  }
  // JSON has no word for a number that is missing but null.
  const values = data.map(value => (value === null && type.takes(NaN) ? NaN : value));
  demandAll(name, datatype, values, type.takes);
  return { [type.field]: values };
}

function demandAll(
  name: string,
  datatype: string,
  values: readonly unknown[],
  takes: (value: unknown) => boolean
): void {
  const wrong = values.find(value => !takes(value));
  if (wrong !== undefined) {
    throw new TensorError(
      `The input ${name} holds ${JSON.stringify(wrong)}, which is no ${datatype}.`
    );
  }
}

function demandNothingElse(others: object): void {
  const names = Object.keys(others);
  if (names.length > 0) {
    throw new TensorError(`${names.join(', ')}: this is not passed on by gRPC; leave it out.`);
  }
}

/** An answer as the JSON has it. Throws TensorError for values that cannot be read. */
export function inferAnswer({ model_name, id, outputs, raw_output_contents }: InferReply): {
  model_name: string;
  id: string;
  outputs: Tensor[];
} {
  return {
    model_name,
    id,
    outputs: outputs.map(({ name, shape, datatype, contents }, index) => {
      const raw = raw_output_contents[index];
      const data = raw === undefined ? valuesOf(datatype, contents) : rawValues(datatype, raw);
      return { name, shape, datatype, data };
    })
  };
}

function valuesOf(datatype: string, contents: Record<string, unknown[]> | null): unknown[] {
  if (datatype === 'BYTES') {
    return (contents?.bytes_contents ?? []).map(bytes => textOf(bytes as Uint8Array));
  }
  return contents?.[typeOf(datatype).field] ?? [];
}

function rawValues(datatype: string, raw: Uint8Array): unknown[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  if (datatype === 'BYTES') {
    return rawTexts(raw, view);
  }
  const { size, read } = typeOf(datatype);
  return Array.from({ length: Math.floor(raw.byteLength / size) }, (_, index) =>
    read(view, index * size)
  );
}

/** Each text has its length before it, in 4 bytes. */
function rawTexts(raw: Uint8Array, view: DataView): string[] {
  const texts: string[] = [];
  for (let at = 0; at + 4 <= raw.byteLength;) {
    const end = at + 4 + view.getUint32(at, true);
    texts.push(textOf(raw.subarray(at + 4, end)));
    at = end;
  }
  return texts;
}

function typeOf(datatype: string): Datatype {
  const type = DATATYPES.get(datatype);
  if (type === undefined) {
    throw new TensorError(
      `The model answered values of the datatype ${datatype}, which cannot be shown.`
    );
  }
  return type;
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

const isShape = (shape: unknown): shape is number[] =>
  Array.isArray(shape) && shape.every(length => Number.isSafeInteger(length) && length >= 0);

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
