/**
 * Arguments of Node by which a program believes a clock that jumps by up to an hour, forward and back, every few seconds.
 * The machine's own clock stays as it is, and so does the monotonic one, as in a real correction of the time.
 */
export function jumpingClock(seed: number): string[] {
  const source = `
    let state = ${seed >>> 0};
    const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    const RealDate = Date;
    let offset = 0;
    setInterval(() => (offset = (next() - 0.5) * 7_200_000), 2_000).unref();
    globalThis.Date = class extends RealDate {
      constructor(...args) {
        super(...(args.length === 0 ? [RealDate.now() + offset] : args));
      }
      static now() {
        return RealDate.now() + offset;
      }
    };
  `;
  return ['--import', `data:text/javascript,${encodeURIComponent(source)}`];
}
