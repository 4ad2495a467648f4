import fc from 'fast-check';

import { nearest, pathOf } from './geometry';
import { placeGraph } from './layout';

const box = (id: string) => ({ id, width: 100, height: 40 });

const graphs = fc.integer({ min: 1, max: 12 }).chain(size =>
  fc.record({
    size: fc.constant(size),
    pairs: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 })
  })
);

const acyclic = (pairs: [number, number][]) =>
  pairs
    .filter(([from, to]) => from < to)
    .map(([from, to]) => ({ from: String(from), to: String(to) }));

describe('placeGraph', () => {
  it('puts what comes later below, and what is side by side on one line', () => {
    const placed = placeGraph(['a', 'b', 'c', 'd'].map(box), [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c' },
      { from: 'b', to: 'd' },
      { from: 'c', to: 'd' }
    ]);
    const at = (id: string) => placed.boxes.get(id)!;
    expect(at('b').y).toBeGreaterThanOrEqual(at('a').y + 40);
    expect(at('c').y).toBe(at('b').y);
    expect(Math.abs(at('c').x - at('b').x)).toBeGreaterThanOrEqual(100);
    expect(at('d').y).toBeGreaterThanOrEqual(at('b').y + 40);
    expect(placed.lines.every(({ points }) => points.length >= 2)).toBe(true);
    expect([nearest(placed, 'a', [0, 1]), nearest(placed, 'd', [0, 1])]).toEqual([
      expect.stringMatching(/[bc]/),
      undefined
    ]);
    const [left, right] = at('b').x < at('c').x ? ['b', 'c'] : ['c', 'b'];
    expect([nearest(placed, left, [1, 0]), nearest(placed, right, [-1, 0])]).toEqual([right, left]);
  });

  it('puts what comes later below in a large graph as well', () => {
    const boxes = Array.from({ length: 90 }, (_, index) => box(String(index)));
    const connections = boxes.slice(7).map(({ id }, index) => ({ from: String(index), to: id }));
    const placed = placeGraph(boxes, connections);
    for (const { from, to } of connections) {
      expect(placed.boxes.get(to)!.y).toBeGreaterThan(placed.boxes.get(from)!.y);
    }
  });

  it('draws the boxes of a frame together, frames within each other, and no other box in them', () => {
    const boxes = ['a', 'b', 'c', 'd', 'e', 'side'].map(box);
    const connections = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'd' },
      { from: 'd', to: 'e' },
      { from: 'a', to: 'side' },
      { from: 'side', to: 'e' }
    ];
    const within = [
      { id: 'outer', boxes: ['b', 'c', 'd'] },
      { id: 'inner', boxes: ['c', 'd'] },
      { id: 'none', boxes: ['gone'] }
    ];
    const { boxes: at, frames, width } = placeGraph(boxes, connections, within);
    const holds = (frame: string, { x, y }: { x: number; y: number }) => {
      const around = frames.get(frame)!;
      const across = x >= around.x && x + 100 <= around.x + around.width;
      return across && y >= around.y && y + 40 <= around.y + around.height;
    };
    const held = (frame: string) => [...at].filter(([, place]) => holds(frame, place));
    expect(held('outer').map(([id]) => id)).toEqual(['b', 'c', 'd']);
    expect(held('inner').map(([id]) => id)).toEqual(['c', 'd']);
    expect([...frames.keys()]).toEqual(['outer', 'inner']);
    for (const { x, width: wide } of frames.values()) {
      expect(x >= 0 && x + wide <= width).toBe(true);
    }
    expect(frames.get('inner')!.y).toBeGreaterThan(frames.get('outer')!.y);
  });

  it('has room for lines that go around boxes', () => {
    const { width, lines } = placeGraph(['a', 'b', 'c', 'd', 'e'].map(box), [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c' },
      { from: 'b', to: 'd' },
      { from: 'c', to: 'd' },
      { from: 'd', to: 'e' },
      { from: 'a', to: 'e' }
    ]);
    const across = lines.flatMap(({ points }) => points.map(({ x }) => x));
    expect(Math.min(...across)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...across)).toBeLessThanOrEqual(width - 8);
  });

  it('draws nothing for nothing, and leaves out connections that lead nowhere', () => {
    expect(placeGraph([], [{ from: 'a', to: 'b' }])).toMatchObject({
      width: 0,
      lines: [{ points: [] }]
    });
    const { lines } = placeGraph(
      [box('a')],
      [
        { from: 'a', to: 'gone' },
        { from: 'a', to: 'a' }
      ]
    );
    expect(lines).toEqual([{ points: [] }, { points: [] }]);
  });

  it('takes several connections of the same boxes', () => {
    const pairs = ['01', '12', '02', '01', '01'].map(([from, to]) => ({ from, to }));
    const { lines } = placeGraph(['0', '1', '2'].map(box), pairs);
    expect(lines[3]).toEqual(lines[0]);
  });

  it('gives labels room beside boxes and each other', () => {
    fc.assert(
      fc.property(graphs, ({ size, pairs }) => {
        const label = { width: 80, height: 16 };
        const boxes = Array.from({ length: size }, (_, index) => box(String(index)));
        const seen = new Set<string>();
        const connections = acyclic(pairs)
          .filter(({ from, to }) => !seen.has(`${from} ${to}`) && seen.add(`${from} ${to}`))
          .map(pair => ({ ...pair, label }));
        const placed = placeGraph(boxes, connections);
        const middles = [
          ...[...placed.boxes.values()].map(({ x, y }) => ({ x: x + 50, y: y + 20, ...box('') })),
          ...placed.lines.map(line => ({ ...line.label!, ...label }))
        ];
        middles.forEach((a, index) => {
          expect(a.x - a.width / 2).toBeGreaterThanOrEqual(7.9);
          expect(a.x + a.width / 2).toBeLessThanOrEqual(placed.width - 7.9);
          middles.slice(index + 1).forEach(b => {
            const sideways = Math.abs(a.x - b.x) - (a.width + b.width) / 2;
            const upright = Math.abs(a.y - b.y) - (a.height + b.height) / 2;
            expect(Math.max(sideways, upright)).toBeGreaterThanOrEqual(-0.1);
          });
        });
      }),
      { numRuns: 60 }
    );
  });

  it('lets no two boxes overlap and no connection of an acyclic graph lead up', () => {
    fc.assert(
      fc.property(graphs, ({ size, pairs }) => {
        const boxes = Array.from({ length: size }, (_, index) => box(String(index)));
        const connections = acyclic(pairs);
        const placed = placeGraph(boxes, connections);
        const corners = [...placed.boxes.values()];
        corners.forEach((a, index) =>
          corners.slice(index + 1).forEach(b => {
            const apart = Math.abs(a.x - b.x) >= 100 || Math.abs(a.y - b.y) >= 40;
            expect(apart).toBe(true);
          })
        );
        connections.forEach(({ from, to }) =>
          expect(placed.boxes.get(to)!.y).toBeGreaterThan(placed.boxes.get(from)!.y)
        );
      }),
      { numRuns: 60 }
    );
  });
});

it.each([
  [[], ''],
  [[{ x: 1, y: 2 }], ''],
  [
    [
      { x: 1, y: 2 },
      { x: 3, y: 4.4 }
    ],
    'M1 2L3 4'
  ],
  [
    [
      { x: 0, y: 0 },
      { x: 10, y: 10 },
      { x: 20, y: 30 }
    ],
    'M0 0Q10 10 20 30'
  ]
])('draws a line along %j', (points, path) => {
  expect(pathOf(points)).toBe(path);
});
