import fc from 'fast-check';

import { SseDecoder, type StreamEvent } from './sse.js';

function decode(pieces: readonly string[]): StreamEvent[] {
  const decoder = new SseDecoder();
  return pieces.flatMap(piece => decoder.push(piece));
}

describe('SseDecoder', () => {
  it.each<[string, string, StreamEvent[]]>([
    ['an event', 'event: a\ndata: {}\n\n', [{ event: 'a', data: '{}' }]],
    ['data of several lines', 'data: 1\ndata: 2\n\n', [{ event: 'message', data: '1\n2' }]],
    ['Windows line ends', 'event: a\r\ndata: 1\r\n\r\n', [{ event: 'a', data: '1' }]],
    ['a comment', ': alive\n\n', []],
    ['an event without data', 'event: a\n\ndata: 1\n\n', [{ event: 'message', data: '1' }]],
    ['only the first space', 'data:  1\n\n', [{ event: 'message', data: ' 1' }]],
    ['what has not ended yet', 'data: 1\n', []]
  ])('reads %s', (_name, text, expected) => {
    expect(decode([text])).toEqual(expected);
  });

  it('reads the same however the text is cut', () => {
    const line = fc.constantFrom(
      'event: changed',
      'data: {"a":1}',
      ': x',
      '',
      'data:',
      'data: ü😀'
    );
    const end = fc.constantFrom('\n', '\r\n', '\r');
    const text = fc
      .tuple(fc.array(line), end)
      .map(([lines, eol]) => lines.map(each => each + eol).join('') + `data: last${eol}${eol}`);
    fc.assert(
      fc.property(text, fc.array(fc.nat(200)), (whole, cuts) => {
        const places = [0, ...cuts.map(cut => cut % (whole.length + 1)).sort((a, b) => a - b)];
        const pieces = places.map((place, index) => whole.slice(place, places[index + 1]));
        // One more event, so that a carriage return that was held back is followed by something.
        const more = 'data: end\n\n';
        expect(decode([...pieces, more])).toEqual(decode([whole + more]));
      })
    );
  });
});
