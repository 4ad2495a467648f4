/**
 * TensorFlow's event files: records of a length (8 bytes, little-endian) with its checksum (4), and as many bytes with
 * theirs (4); each record is a protocol buffer `tensorflow.Event`. Only the scalars of its summaries are read.
 * https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/lib/io/record_writer.h
 * https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto
 */
import { floats, messageFields, viewOf } from './protobuf.js';
import type { Field } from './protobuf.js';

export interface Scalar {
  tag: string;
  value: number;
  /** Milliseconds since 1970. */
  time: number;
  step: number;
}

const HEAD = 12;
const FOOT = 4;
/** More is no scalar: images and graphs lie in event files too, but no record that is not broken is as large. */
const RECORD_MAX = 2 ** 31;

/** The scalars of the whole records in `bytes`, and the bytes of the record that is not complete yet. */
export function readEvents(bytes: Uint8Array): { scalars: Scalar[]; rest: Uint8Array } {
  const scalars: Scalar[] = [];
  const view = viewOf(bytes);
  let offset = 0;
  while (bytes.length - offset >= HEAD) {
    const length = Number(view.getBigUint64(offset, true));
    if (length > RECORD_MAX) {
      throw new Error(`An event file has a record of ${length} bytes, so it is broken.`);
    }
    const end = offset + HEAD + length + FOOT;
    if (end > bytes.length) {
      break;
    }
    scalars.push(...scalarsOf(bytes.subarray(offset + HEAD, end - FOOT)));
    offset = end;
  }
  return { scalars, rest: bytes.subarray(offset) };
}

const EVENT = { time: 1, step: 2, summary: 5 };
const SUMMARY_VALUE = 1;
const VALUE = { tag: 1, simple: 2, tensor: 8 };
const TENSOR = { type: 1, shape: 2, content: 4, floats: 5, doubles: 6 };
const DOUBLE = 2;

function scalarsOf(bytes: Uint8Array): Scalar[] {
  const event = messageFields(bytes);
  const field = (number: number) => event.find(one => one.number === number);
  const [seconds = 0] = floats(field(EVENT.time)?.bytes ?? new Uint8Array(), 8);
  // A step of 0 is left out, as protocol buffers do with all zeros.
  const step = field(EVENT.step)?.value ?? 0;
  return event
    .filter(({ number }) => number === EVENT.summary)
    .flatMap(summary => messageFields(summary.bytes))
    .filter(({ number }) => number === SUMMARY_VALUE)
    .flatMap(value => scalarOf(messageFields(value.bytes)))
    .map(scalar => ({ ...scalar, time: seconds * 1000, step }));
}

function scalarOf(fields: readonly Field[]): Pick<Scalar, 'tag' | 'value'>[] {
  const bytesOf = (number: number) => fields.find(field => field.number === number)?.bytes;
  const tag = textOf(bytesOf(VALUE.tag) ?? new Uint8Array());
  const simple = bytesOf(VALUE.simple);
  const tensor = bytesOf(VALUE.tensor);
  const values = simple ? floats(simple, 4) : tensor ? tensorValues(messageFields(tensor)) : [];
  return tag !== '' && values.length === 1 ? [{ tag, value: values[0] }] : [];
}

/** UTF-8. Throws URIError for bytes that are no text. */
function textOf(bytes: Uint8Array): string {
  return decodeURIComponent(
    Array.from(bytes, byte => `%${byte.toString(16).padStart(2, '0')}`).join('')
  );
}

/** The numbers of a tensor of floats or doubles; none for one of another type, or with dimensions. */
function tensorValues(fields: readonly Field[]): number[] {
  const field = (number: number) => fields.find(one => one.number === number);
  if ((field(TENSOR.shape)?.bytes.length ?? 0) > 0) {
    return [];
  }
  const type = field(TENSOR.type)?.value ?? 0;
  const size = type === DOUBLE ? 8 : 4;
  const bytes =
    field(TENSOR.content)?.bytes ?? field(type === DOUBLE ? TENSOR.doubles : TENSOR.floats)?.bytes;
  return (type === 1 || type === DOUBLE) && bytes ? floats(bytes, size) : [];
}
