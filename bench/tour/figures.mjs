/** What the rounds of the tour come to. */
import { figure, median } from '../report.mjs';

/** @typedef {Record<string, {ours: number, bare: number}>} Round seconds of each part, through the platform and by hand */

/**
 * For each part the medians and their ratio, and the same for the whole tour.
 * @param {Round[]} rounds at least one, all with the same parts
 * @returns {import('../report.mjs').Figure[]}
 */
export function figuresOf(rounds) {
  const parts = Object.keys(rounds[0] ?? {});
  const whole = round => ({
    ours: sum(parts.map(part => round[part].ours)),
    bare: sum(parts.map(part => round[part].bare))
  });
  return [
    ...parts.flatMap(part =>
      compared(
        part,
        rounds.map(round => round[part])
      )
    ),
    ...compared('tour', rounds.map(whole))
  ];
}

function compared(name, samples) {
  const ours = median(samples.map(sample => sample.ours));
  const bare = median(samples.map(sample => sample.bare));
  return [
    figure(name, ours, 's'),
    figure(`${name}_by_hand`, bare, 's'),
    figure(`${name}_ratio`, ours / bare, 'ratio')
  ];
}

const sum = numbers => numbers.reduce((total, number) => total + number, 0);
