/** Event files as TensorFlow writes them, for tests. */
export const bytes = (number: number, value: Buffer) =>
  Buffer.concat([Buffer.from([number * 8 + 2, value.length]), value]);
export const float = (value: number) => {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
};
export const double = (value: number) => {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(value);
  return buffer;
};
export const simple = (value: number) => Buffer.concat([Buffer.from([2 * 8 + 5]), float(value)]);
export const tensor = (type: number, ...fields: Buffer[]) =>
  bytes(8, Buffer.concat([Buffer.from([8, type]), ...fields]));

/** A record of an event file with one value in its summary, at 1.5 s after 1970. */
export function record(tag: string, value: Buffer, step = 0): Buffer {
  const summary = bytes(1, Buffer.concat([bytes(1, Buffer.from(tag)), value]));
  const event = Buffer.concat([
    Buffer.from([1 * 8 + 1]),
    double(1.5),
    ...(step === 0 ? [] : [Buffer.from([2 * 8, step])]),
    bytes(5, summary)
  ]);
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(event.length));
  return Buffer.concat([head, event, Buffer.alloc(4)]);
}
