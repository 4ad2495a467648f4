import fc from 'fast-check';

import { SCALE_MAX, SCALE_MIN, fit, pan, reveal, zoom } from './view';

it.each([
  ['smaller than the window: as it is, in the middle', [200, 100], [400, 300], [1, 100, 100]],
  ['wider: made to fit', [800, 100], [400, 300], [0.5, 0, 125]],
  ['far too large: never smaller than can be seen', [80_000, 10], [400, 300], [0.1, -3800, 149.5]],
  ['nothing', [0, 0], [400, 300], [1, 0, 0]],
  ['a window without size', [200, 100], [0, 0], [1, 0, 0]]
])('%s', (_what, [width, height], [windowWidth, windowHeight], [scale, x, y]) => {
  const view = fit({ width, height }, { width: windowWidth, height: windowHeight });
  expect(view).toEqual({ scale, x, y });
});

const views = fc.record({
  scale: fc.double({ min: SCALE_MIN, max: SCALE_MAX, noNaN: true }),
  x: fc.integer({ min: -999, max: 999 }),
  y: fc.integer({ min: -999, max: 999 })
});

it('keeps what is under the pointer where it is while zooming, within the limits', () => {
  fc.assert(
    fc.property(
      views,
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      fc.nat(500),
      fc.nat(500),
      (view, factor, x, y) => {
        const after = zoom(view, factor, x, y);
        expect(after.scale).toBeGreaterThanOrEqual(SCALE_MIN);
        expect(after.scale).toBeLessThanOrEqual(SCALE_MAX);
        expect((x - after.x) / after.scale).toBeCloseTo((x - view.x) / view.scale, 4);
        expect((y - after.y) / after.scale).toBeCloseTo((y - view.y) / view.scale, 4);
      }
    )
  );
});

it('moves by as much as the pointer', () => {
  expect(pan({ scale: 0.5, x: 1, y: 2 }, 10, -5)).toEqual({ scale: 0.5, x: 11, y: -3 });
});

it.each([
  ['in sight', { x: 20, y: 20 }, [0, 0]],
  ['too far right and down', { x: 200, y: 150 }, [-22, -63]],
  ['too far left and up', { x: -10, y: -30 }, [17, 27]]
])('moves as little as needed for what is %s', (_what, at, [x, y]) => {
  const view = { scale: 0.5, x: 0, y: 0 };
  const shown = reveal(view, { ...at, width: 100, height: 40 }, { width: 140, height: 40 });
  expect(shown).toEqual({ scale: 0.5, x, y });
});
