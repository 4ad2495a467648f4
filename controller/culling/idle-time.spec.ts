import {
  GPU_IDLE_TIME_ANNOTATION as GPU,
  IDLE_TIME_ANNOTATION as ALL
} from '@kubeflow-lab/resources';
import type { Notebook, Profile } from '@kubeflow-lab/resources';

import { idleTimeOf } from './idle-time.js';

const HOUR = 3_600_000;
const SETTINGS = { idleMs: 24 * HOUR, gpuIdleMs: 2 * HOUR };

type Annotations = Record<string, string>;

function notebook(annotations: Annotations, gpu: boolean): Notebook {
  const limits: Record<string, string> = gpu ? { 'nvidia.com/gpu': '1' } : { cpu: '1' };
  return {
    metadata: { annotations },
    spec: { template: { spec: { containers: [{ name: 'lab', resources: { limits } }] } } }
  };
}

const CASES: [string, Annotations, Annotations, [number, string], [number, string]][] = [
  ['nobody', {}, {}, [24, 'installation'], [2, 'installation']],
  ['the project', {}, { [ALL]: '8h' }, [8, 'project'], [8, 'project']],
  ['the project, with a GPU', {}, { [ALL]: '8h', [GPU]: '1h' }, [8, 'project'], [1, 'project']],
  ['the project, only with a GPU', {}, { [GPU]: '1h' }, [24, 'installation'], [1, 'project']],
  ['the server', { [ALL]: '3h' }, { [ALL]: '8h', [GPU]: '1h' }, [3, 'server'], [3, 'server']],
  ['the server: never', { [ALL]: 'never' }, {}, [Infinity, 'server'], [Infinity, 'server']],
  ['the server, with a GPU', { [ALL]: '3h', [GPU]: '30m' }, {}, [3, 'server'], [0.5, 'server']],
  ['the server, badly', { [ALL]: 'soon' }, { [ALL]: '8h' }, [8, 'project'], [8, 'project']]
];

it.each(CASES)('%s says it', (_who, own, projects, plain, withGpu) => {
  const profile: Profile = { metadata: { annotations: projects } };
  for (const [gpu, [hours, from]] of [
    [false, plain],
    [true, withGpu]
  ] as const) {
    const found = idleTimeOf(notebook(own, gpu), profile, SETTINGS);
    expect([found.milliseconds / HOUR, found.from]).toEqual([hours, from]);
  }
});

it('works without a Profile', () => {
  expect(idleTimeOf(notebook({}, false), undefined, SETTINGS).from).toBe('installation');
});

it('says what it did not understand', () => {
  const found = idleTimeOf(notebook({ [ALL]: 'soon' }, false), undefined, SETTINGS);
  expect(found.ignored).toEqual([
    `Annotation ${ALL} of the server is no idle time such as 90, 2h, 1d or never.`
  ]);
});
