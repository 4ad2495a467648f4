import { cleanup, render, screen } from '@testing-library/react';
import { nullTranslator } from '@jupyterlab/translation';
import { Fixture } from '../../testing/fixture';
import { jobItem, replica, succeeded } from '../../testing/jobs';
import { TestPlatform } from '../../testing/platform';
import { usedAmounts } from './amounts';
import { JobReplicas } from './replicas';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const Mi = 2 ** 20;

it.each<[number, number | null, string, number | null, boolean]>([
  [310 * Mi, 512 * Mi, '310 of 512 MiB', 310 / 512, false],
  [310 * Mi, 2048 * Mi, '310 MiB of 2 GiB', 310 / 2048, false],
  [203.2 * Mi, 512 * Mi, '203 of 512 MiB', 203.2 / 512, false],
  [500 * Mi, 512 * Mi, '500 of 512 MiB', 500 / 512, true],
  [600 * Mi, 512 * Mi, '600 of 512 MiB', 1, true],
  [310 * Mi, null, '310 MiB', null, false],
  [100, null, '100 bytes', null, false]
])('memory %d of %d is %s', (memory, memoryLimit, text, share, near) => {
  const trans = nullTranslator.load('kubeflow_lab');
  const [cpu, found] = usedAmounts({ cpu: 0.8049, cpuLimit: 1, memory, memoryLimit }, trans);
  expect(found).toMatchObject({ text, share, near });
  expect(cpu).toMatchObject({ text: '0.8 of 1', near: false });
});

describe('the replicas of a job', () => {
  let fixture: Fixture;
  let platform: TestPlatform;
  beforeEach(async () => {
    fixture = new Fixture();
    platform = new TestPlatform(await fixture.listen());
  });
  afterEach(() => {
    cleanup();
    return fixture.close();
  });

  const show = (item: ReturnType<typeof jobItem>, showLog?: () => void) => {
    fixture.put(item);
    render(<JobReplicas {...{ item, platform, showLog }} plural="tfjobs" gone={false} />);
  };

  it('say what each of them uses while it runs', async () => {
    const one = { time: '2026-10-20T09:00:15Z', cpuLimit: null, memoryLimit: null, memory: Mi };
    fixture.usage = {
      replicas: [
        { ...one, replica: 'digits-chief-0', cpu: 0.5 },
        { ...one, replica: 'digits-worker-0', cpu: 0.25 }
      ],
      why: null
    };
    const replicas = [
      replica('digits', 'chief', 0),
      replica('digits', 'worker', 0, 'Failed', { exitCode: 1 })
    ];
    show(jobItem('digits', { replicas }));
    await screen.findByText('0.5');
    expect(screen.queryByText('0.25')).toBeNull();
  });

  it('say once why nothing is known, in the tab of the job only', async () => {
    fixture.usage = { replicas: [], why: 'There is no metrics-server.' };
    const asked = jest.spyOn(platform.client, 'act');
    show(jobItem('card'));
    show(jobItem('digits'), () => undefined);
    await screen.findByText('There is no metrics-server.');
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('are not asked about when they have ended', () => {
    const asked = jest.spyOn(platform.client, 'act');
    show(succeeded('digits'), () => undefined);
    expect(asked).not.toHaveBeenCalled();
  });
});
