import fc from 'fast-check';

import { readEvents } from './events.js';
import { bytes, double, float, record, simple, tensor } from './testing/record.js';

it('reads the scalars of event files, however they are written', () => {
  const shape = bytes(2, bytes(2, Buffer.from([8, 3])));
  const file = Buffer.concat([
    record('a', simple(0.5), 7),
    record('b', tensor(1, bytes(5, float(0.25)))),
    record('c', tensor(1, bytes(4, float(-2)))),
    record('d', tensor(2, bytes(6, double(0.1)))),
    record('a histogram', tensor(1, shape, bytes(4, Buffer.concat([float(1), float(2)])))),
    record('a text', tensor(7, bytes(8, Buffer.from('hello')))),
    record('e', simple(Infinity))
  ]);
  const time = 1500;
  expect(readEvents(file).scalars).toEqual([
    { tag: 'a', value: 0.5, time, step: 7 },
    { tag: 'b', value: 0.25, time, step: 0 },
    { tag: 'c', value: -2, time, step: 0 },
    { tag: 'd', value: 0.1, time, step: 0 },
    { tag: 'e', value: Infinity, time, step: 0 }
  ]);
});

it('reads the same however an event file grows', () => {
  const file = Buffer.concat(['a', 'b', 'c'].map((tag, index) => record(tag, simple(index))));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: file.length }), { maxLength: 5 }), cuts => {
      const ends = [...cuts.sort((a, b) => a - b), file.length];
      let rest = new Uint8Array();
      let from = 0;
      const tags = ends.flatMap(end => {
        const read = readEvents(Buffer.concat([rest, file.subarray(from, end)]));
        rest = Buffer.from(read.rest);
        from = end;
        return read.scalars.map(({ tag }) => tag);
      });
      expect(tags).toEqual(['a', 'b', 'c']);
    })
  );
});

it('takes no file for an event file that is none', () => {
  expect(() => readEvents(Buffer.alloc(40, 0xff))).toThrow('so it is broken');
  expect(() => readEvents(Buffer.concat([record('a', simple(1)).fill(0xff, 12)]))).toThrow(
    RangeError
  );
});
