/** A field of a protocol buffer's message: the bytes of a text, a message or a number, or the value of a varint. */
export interface Field {
  number: number;
  bytes: Uint8Array;
  value: number;
}

const NOTHING = new Uint8Array();

/**
 * The fields of a message, in their order (https://protobuf.dev/programming-guides/encoding/). Throws RangeError for
 * what is no message.
 */
export function messageFields(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let offset = 0;
  const take = (length: number): Uint8Array => {
    if (offset + length > message.length) {
      throw new RangeError('A field of the message is longer than the message.');
    }
    offset += length;
    return message.subarray(offset - length, offset);
  };
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const [byte] = take(1);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        return value;
      }
    }
  };
  while (offset < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        fields.push({ number, bytes: NOTHING, value: varint() });
        break;
      case 1:
        fields.push({ number, bytes: take(8), value: 0 });
        break;
      case 2:
        fields.push({ number, bytes: take(varint()), value: 0 });
        break;
      case 5:
        fields.push({ number, bytes: take(4), value: 0 });
        break;
      default:
        throw new RangeError('The message has a field of an unknown type.');
    }
  }
  return fields;
}

/** Floats (4 bytes) or doubles (8) that lie one after another. */
export function floats(bytes: Uint8Array, size: 4 | 8): number[] {
  const view = viewOf(bytes);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) =>
    size === 4 ? view.getFloat32(index * 4, true) : view.getFloat64(index * 8, true)
  );
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
