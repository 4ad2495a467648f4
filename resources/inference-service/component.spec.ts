import type { Pod } from '../common/object.js';
import {
  checkComponent,
  componentPatch,
  componentSource,
  functionRuntime,
  withoutComponentPatch
} from './component.js';
import { summarizeInferenceService } from './phase.js';
import { COMPONENT_LABEL, SOURCE_URI_ANNOTATION } from './types.js';
import type { InferenceService } from './types.js';

const uri = 's3://ada/models/iris-transformer/1';
const runtime = {
  metadata: { name: 'ours' },
  spec: {
    supportedModelFormats: [{ name: 'sklearn' }, { name: 'python-function' }],
    containers: [
      {
        name: 'kserve-container',
        image: 'ours:1',
        command: ['serve'],
        args: ['--model_name={{.Name}}'],
        ports: [{ containerPort: 8080 }, { name: 'grpc', containerPort: 8081 }]
      }
    ],
    volumes: [{ name: 'temporary', emptyDir: {} }]
  }
};

it('runs functions with the container of the runtime that takes them', () => {
  const other = {
    metadata: { name: 'other' },
    spec: { supportedModelFormats: [{ name: 'onnx' }] }
  };
  expect(functionRuntime([other, runtime])).toBe(runtime);
  expect(functionRuntime([other, {}])).toBeUndefined();
  const patch = componentPatch({ component: 'transformer', storageUri: uri }, runtime);
  expect(patch).toMatchObject({
    spec: {
      transformer: {
        serviceAccountName: 'default-editor',
        containers: [
          {
            name: 'kserve-container',
            image: 'ours:1',
            command: ['serve'],
            args: ['--component=transformer', '--model_dir=/mnt/models'],
            ports: [{ containerPort: 8080 }]
          }
        ],
        volumes: [{ name: 'temporary' }]
      }
    }
  });
  expect(componentSource(patch as InferenceService, 'transformer')).toBe(uri);
  expect(componentSource(patch as InferenceService, 'explainer')).toBeNull();
  expect(withoutComponentPatch('explainer')).toEqual({ spec: { explainer: null } });
});

it.each([
  ['s3://ada/models/a/1', 0],
  ['/etc', 1],
  ['s3://ada/../b', 1],
  ['', 1]
])('takes functions of a bucket alone: %s', (storageUri, problems) => {
  expect(checkComponent({ component: 'explainer', storageUri })).toHaveLength(problems);
});

function pod(
  component: string,
  source: string,
  change: Partial<NonNullable<Pod['status']>> = {}
): Pod {
  return {
    metadata: {
      name: `iris-${component}`,
      labels: { [COMPONENT_LABEL]: component },
      annotations: { [SOURCE_URI_ANNOTATION]: source }
    },
    status: { conditions: [{ type: 'Ready', status: 'True' }], ...change }
  };
}

const model = 's3://ada/models/iris/1';
const service: InferenceService = {
  metadata: { name: 'iris' },
  spec: {
    predictor: { model: { modelFormat: { name: 'sklearn' }, storageUri: model } },
    ...(componentPatch({ component: 'transformer', storageUri: uri }, runtime) as InferenceService)
      .spec
  }
};
const failed = {
  conditions: [{ type: 'Ready', status: 'False' as const }],
  containerStatuses: [
    {
      name: 'kserve-container',
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 1, message: 'Cell a failed: odd' } }
    }
  ]
};

it.each([
  ['answers', [pod('transformer', uri)], 'Serving version 1.', 'Complete'],
  ['is not there yet', [], 'Serving version 1; the transformer is being loaded.', 'Progressing'],
  [
    'is still the one before',
    [pod('transformer', `${uri}0`), pod('explainer', uri)],
    'Serving version 1; the transformer is being loaded.',
    'Progressing'
  ],
  [
    'failed',
    [pod('transformer', uri, failed)],
    'Serving version 1; the transformer failed to load: Cell a failed: odd.',
    'Failed'
  ]
])('says of a service whose transformer %s', (_, components, message, rollout) => {
  const around = { pods: [pod('predictor', model)], components };
  expect(summarizeInferenceService(service, around)).toMatchObject({
    phase: 'Running',
    message,
    rollout
  });
});

it('says nothing of a transformer while the model itself does not answer', () => {
  expect(summarizeInferenceService(service).message).toBe('The service waits for KServe.');
});
