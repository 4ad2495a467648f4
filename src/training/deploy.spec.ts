import { deployAddress } from '../models';
import { TestPlatform } from '../testing/platform';
import { deployAction } from './deploy';

jest.mock('../models', () => ({ deployAddress: jest.fn() }));

const platform = new TestPlatform('http://127.0.0.1:1/');
const job = { plural: 'tfjobs' as const, namespace: 'team-a', name: 'digits' };

it.each([
  ['TFJob', 'tensorflow'],
  ['XGBoostJob', 'xgboost'],
  ['MPIJob', '']
])(
  'what a %s stored is served as %j, from its folder of the shared volume',
  async (kind, format) => {
    await deployAction(job, { kind, phase: 'Succeeded' }, platform).run();
    expect(deployAddress).toHaveBeenLastCalledWith(platform, 'team-a', {
      storageUri: 'pvc://shared/models/digits',
      format,
      name: 'digits'
    });
  }
);

it.each(['Running', 'Failed', 'Deleting'] as const)(
  'nothing is served of one that is %s',
  phase => {
    const action = deployAction(job, { kind: 'TFJob', phase }, platform);
    expect(action).toMatchObject({ enabled: false, reason: 'It has not succeeded.' });
  }
);
