import * as fc from 'fast-check';
import { type SseEvent, SseParser } from './sse.js';

function encode(events: SseEvent[], end: string): string {
  return events
    .map(({ event, data }) =>
      [`event: ${event}`, ...data.split('\n').map(line => `data: ${line}`), '', ''].join(end)
    )
    .join(`: a comment${end}${end}`);
}

describe('SseParser', () => {
  it.each([
    ['a named event', 'event: lines\ndata: {"a":1}\n\n', [{ event: 'lines', data: '{"a":1}' }]],
    ['an event without a name', 'data: x\n\n', [{ event: 'message', data: 'x' }]],
    ['Windows line ends', 'event: a\r\ndata: 1\r\n\r\n', [{ event: 'a', data: '1' }]],
    ['data on several lines', 'data: a\ndata: b\n\n', [{ event: 'message', data: 'a\nb' }]],
    ['a value without a space', 'event:e\ndata:x\n\n', [{ event: 'e', data: 'x' }]],
    ['one space that is not of the value', 'data:  x\n\n', [{ event: 'message', data: ' x' }]],
    ['a comment', ': still here\n\n', []],
    ['an event without data', 'event: x\n\ndata: y\n\n', [{ event: 'message', data: 'y' }]],
    ['unknown fields', 'id: 3\nretry: 9\ndata: y\n\n', [{ event: 'message', data: 'y' }]],
    ['an event that is not complete', 'data: y\n', []]
  ])('reads %s', (_what, text, expected) => {
    expect(new SseParser().push(text)).toEqual(expected);
  });

  it('reads the same events wherever the stream is cut', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    const data = fc.string({ unit: 'binary' }).map(text => text.replace(/\r/g, ''));
    const events = fc.array(fc.record({ event: name, data }), { maxLength: 6 });
    fc.assert(
      fc.property(
        events,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(), { maxLength: 8 }),
        (all, end, cuts) => {
          // The last return alone may be the first half of a line end: the stream goes on behind it.
          const text = `${encode(all, end)}: the stream goes on`;
          const places = cuts.map(cut => cut % (text.length + 1)).sort((a, b) => a - b);
          const parser = new SseParser();
          const read: SseEvent[] = [];
          [...places, text.length].reduce((from, to) => {
            read.push(...parser.push(text.slice(from, to)));
            return to;
          }, 0);
          expect(read).toEqual(all);
        }
      )
    );
  });
});
