/** From the click to replicas that all run, against the same pods made by hand, in turn. */
import { figure, median } from '../report.mjs';
import { byHand } from '../tour/by-hand.mjs';
import { LABELS } from '../tour/project.mjs';

const form = (name, image) => ({
  name,
  image,
  replicas: [
    { role: 'Chief', count: 1 },
    { role: 'Worker', count: 3 }
  ],
  code: {
    cells: [{ id: 'wait', source: 'import time\ntime.sleep(600)' }],
    modules: [],
    parameters: {}
  },
  resources: {},
  env: [],
  volumes: [{ claim: 'shared', path: '/home/jovyan/shared' }]
});

const allRun = ({ replicas }) => replicas.every(({ phase }) => phase === 'Running');
const runs = ({ status }) =>
  status.phase === 'Running' && status.containerStatuses.every(({ state }) => state.running);

/**
 * @param {import('../tour/project.mjs').Project} project @param {string} image @param {Record<string, number>} parameters
 * @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measureLaunch(project, image, { runs: rounds }, note) {
  const samples = [];
  // The first round warms the page cache and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const name = `launch-${round}`;
    const job = await project.viaPlatform('tfjobs', form(name, image), allRun);
    const pods = await project.pods();
    const copies = pods.map((pod, index) => byHand(pod, `bare-${name}-${index}`, LABELS));
    // The job's pods keep their processor while they sleep: next to nothing. Their code goes with the job.
    const bare = await project.byHand(copies, runs);
    await project.clear();
    await project.take('tfjobs', name);
    note(`round ${round}: ${JSON.stringify({ job, bare })}`);
    if (round > 0) {
      samples.push({ job, bare });
    }
  }
  const of = key => median(samples.map(sample => sample[key]));
  return [
    figure('click_to_all_running', of('job'), 's'),
    figure('bare_pods_running', of('bare'), 's'),
    figure('running_ratio', of('job') / of('bare'), 'ratio', 1.2)
  ];
}
