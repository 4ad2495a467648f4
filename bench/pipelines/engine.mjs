/**
 * What the workflow engine adds: a run of one step and a diamond of four, against the same pod made by hand, in turn
 * and each to its end, so that the machine is as busy for one as for the other.
 */
import { figure, median } from '../report.mjs';
import { settled, stepOf, timePods, timeWorkflow } from './runs.mjs';

const DIAMOND = {
  dag: {
    tasks: [
      { name: 'a', template: 'step' },
      { name: 'b', template: 'step', dependencies: ['a'] },
      { name: 'c', template: 'step', dependencies: ['a'] },
      { name: 'd', template: 'step', dependencies: ['b', 'c'] }
    ]
  }
};
const SINGLE = { dag: { tasks: [{ name: 'a', template: 'step' }] } };

/**
 * @param {import('./runs.mjs').Place} place
 * @param {{ image: string, runs: number }} setting
 * @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measureEngine(place, { image, runs }, note) {
  const step = stepOf(image);
  const samples = [];
  // The first round warms the page cache and is not counted.
  for (let round = 0; round <= runs; round += 1) {
    const bare = await timePods(place, [`bare-${round}`], step);
    await settled(place);
    const single = await timeWorkflow(place, `single-${round}`, SINGLE, step);
    await settled(place);
    const diamond = await timeWorkflow(place, `diamond-${round}`, DIAMOND, step);
    await settled(place);
    note(`round ${round}: ${JSON.stringify({ bare, single, diamond })}`);
    if (round > 0) {
      samples.push({ bare, single, diamond });
    }
  }
  const of = key => median(samples.map(sample => sample[key]));
  return [
    figure('bare_pod', of('bare'), 's'),
    figure('one_step', of('single'), 's'),
    figure('step_overhead', median(samples.map(s => s.single - s.bare)), 's', 0.5),
    figure('diamond', of('diamond'), 's'),
    figure('diamond_over_three_bare_pods', of('diamond') / (3 * of('bare')), 'ratio', 1.2)
  ];
}
