import {
  GPU_IDLE_TIME_ANNOTATION,
  IDLE_CONDITION,
  IDLE_STOP_ANNOTATION,
  IDLE_TIME_ANNOTATION,
  LAST_ACTIVITY_ANNOTATION,
  activityOf,
  holdsGpu,
  idleStop,
  idleStopAnnotations,
  parseIdleTime,
  recordedActivity
} from './activity.js';
import { STOP_ANNOTATION } from './types.js';
import type { Notebook } from './types.js';

const MINUTE = 60_000;
const AT = '2026-03-01T10:00:00Z';

describe('parseIdleTime', () => {
  it.each([
    ['1440', 1440 * MINUTE],
    ['45m', 45 * MINUTE],
    [' 2h ', 120 * MINUTE],
    ['1h30m', 90 * MINUTE],
    ['2d', 2880 * MINUTE],
    ['never', Infinity],
    ['Never', Infinity],
    ['0', null],
    ['0h', null],
    ['', null],
    ['-5', null],
    ['1.5h', null],
    ['30s', null],
    ['2 h', null],
    ['9999999d', null],
    ['soon', null]
  ])('%j', (text, milliseconds) => {
    expect(parseIdleTime(text)).toBe(milliseconds);
  });
});

describe('holdsGpu', () => {
  const asking = (resources: object): Notebook => ({
    spec: { template: { spec: { containers: [{ name: 'lab' }, { name: 'second', resources }] } } }
  });

  it.each([
    [{ limits: { 'nvidia.com/gpu': '1' } }, true],
    [{ limits: { 'nvidia.com/gpu': 2 } }, true],
    [{ limits: { 'nvidia.com/mig-1g.5gb': '1' } }, true],
    [{ requests: { 'amd.com/gpu': '1' } }, true],
    [{ limits: { 'habana.ai/gaudi': '1' } }, true],
    [{ limits: { 'gpu.intel.com/i915': '1' } }, true],
    [{ limits: { 'nvidia.com/gpu': '0' } }, false],
    [{ limits: { cpu: '8', memory: '1Gi', 'hugepages-2Mi': '4Mi' } }, false],
    [{ limits: { 'example.org/fpga': '1' } }, false],
    [{}, false]
  ])('%j: %j', (resources, holds) => {
    expect(holdsGpu(asking(resources))).toBe(holds);
  });

  it('is false of a Notebook of any other shape', () => {
    expect(holdsGpu({})).toBe(false);
  });
});

describe('names of annotations', () => {
  it.each([IDLE_TIME_ANNOTATION, GPU_IDLE_TIME_ANNOTATION, IDLE_STOP_ANNOTATION])(
    '%s is none that is copied to the pod',
    name => {
      expect(name).toContain('notebook');
    }
  );
});

describe('a stop for want of activity', () => {
  const stopped = (annotations: Record<string, string>): Notebook => ({
    metadata: { annotations }
  });

  it('says after how long', () => {
    expect(idleStop(stopped(idleStopAnnotations(AT, 120 * MINUTE)))).toBe(120 * MINUTE);
  });

  it.each([
    ['was not', { [STOP_ANNOTATION]: AT }],
    ['was an earlier one', { ...idleStopAnnotations(AT, MINUTE), [STOP_ANNOTATION]: 'later' }],
    ['is over', { [IDLE_STOP_ANNOTATION]: `${AT} 60` }],
    ['is not ours', { [STOP_ANNOTATION]: AT, [IDLE_STOP_ANNOTATION]: `${AT} long` }]
  ])('%s', (_what, annotations) => {
    expect(idleStop(stopped(annotations))).toBeNull();
  });
});

describe('recordedActivity', () => {
  it.each([
    [AT, Date.parse(AT)],
    ['yesterday', null],
    [undefined, null]
  ])('%j', (value, at) => {
    const annotations: Record<string, string> =
      value === undefined ? {} : { [LAST_ACTIVITY_ANNOTATION]: value };
    expect(recordedActivity({ metadata: { annotations } })).toBe(at);
  });
});

describe('activityOf', () => {
  const watched = (
    status: 'True' | 'False' | 'Unknown',
    more: Partial<Notebook> = {}
  ): Notebook => ({
    metadata: { annotations: { [LAST_ACTIVITY_ANNOTATION]: AT } },
    status: {
      stopsAt: '2026-03-01T12:00:00Z',
      conditions: [{ type: IDLE_CONDITION, status, message: 'It does not answer.' }]
    },
    ...more
  });

  it('knows nothing of a server that nobody watches', () => {
    expect(activityOf({})).toEqual({
      lastActivity: null,
      stopsAt: null,
      stopsSoon: false,
      activityProblem: ''
    });
  });

  it.each([
    ['False', false],
    ['True', true]
  ] as const)('Idle=%s: stops soon is %j', (status, stopsSoon) => {
    expect(activityOf(watched(status))).toEqual({
      lastActivity: AT,
      stopsAt: '2026-03-01T12:00:00Z',
      stopsSoon,
      activityProblem: ''
    });
  });

  it('says why nothing is known', () => {
    const notebook = watched('Unknown');
    delete notebook.status!.stopsAt;
    expect(activityOf(notebook)).toMatchObject({
      stopsAt: null,
      activityProblem: 'It does not answer.'
    });
  });

  it.each([
    ['stopped', { annotations: { [STOP_ANNOTATION]: AT, [LAST_ACTIVITY_ANNOTATION]: AT } }],
    ['being deleted', { deletionTimestamp: AT, annotations: { [LAST_ACTIVITY_ANNOTATION]: AT } }]
  ])('has no time to stop for a server that is %s', (_what, metadata) => {
    expect(activityOf(watched('True', { metadata }))).toMatchObject({
      lastActivity: AT,
      stopsAt: null,
      stopsSoon: false
    });
  });
});
