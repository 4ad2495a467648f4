import type { Phase } from '@kubeflow-lab/schema';
import { defaultSettings, type Fixture } from './fixture';
import { jobItem, replica, succeeded } from './jobs';

const notebook = {
  'lab.kubeflow.org/notebook': 'train.ipynb',
  'lab.kubeflow.org/created-by': 'ada'
};
const NS = 'team-a';

function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

/** Named states of the fixture, to look at. */
export const scenes: Record<string, (fixture: Fixture) => void> = {
  empty(fixture) {
    fixture.clear();
    fixture.files.clear();
    fixture.refused.clear();
    fixture.refusal = null;
    fixture.setSettings(defaultSettings);
  },

  usual(fixture) {
    scenes.empty(fixture);
    fixture.events = [
      {
        time: ago(4),
        type: 'Normal',
        reason: 'SuccessfulCreatePod',
        message: 'Created pod: digits-chief-0',
        object: 'TFJob/digits'
      },
      {
        time: ago(3),
        type: 'Warning',
        reason: 'BackOff',
        message: 'Back-off pulling image "example/tensorflow:latest"',
        object: 'Pod/digits-worker-0'
      }
    ];
    fixture.put(
      jobItem(
        'digits',
        {
          createdAt: ago(4),
          startedAt: ago(3),
          notebook: 'train.ipynb',
          metrics: { loss: 0.4821, accuracy: 0.8912 }
        },
        notebook
      )
    );
    for (let epoch = 1; epoch <= 40; epoch++) {
      const accuracy = (0.5 + epoch / 100).toFixed(4);
      fixture.print(
        NS,
        'digits',
        [
          'digits-chief-0',
          `Epoch ${epoch}/40 - 2s - loss: ${(1 / epoch).toFixed(4)} - accuracy: ${accuracy}`
        ],
        ['digits-worker-0', `step ${epoch * 32}: gradients applied`]
      );
    }
    fixture.put({
      ...succeeded('digits-first'),
      summary: {
        ...succeeded('digits-first').summary,
        createdAt: ago(60),
        startedAt: ago(58),
        finishedAt: ago(56)
      }
    });
    fixture.put(
      jobItem('resnet', {
        phase: 'Pending',
        reason: 'ImagePull',
        message:
          'The image example/tensorflow:nope of resnet-chief-0 cannot be pulled: it does not exist.',
        createdAt: ago(1),
        startedAt: null,
        replicas: [
          replica('resnet', 'chief', 0, 'Pending', {
            message: 'The image example/tensorflow:nope cannot be pulled.'
          }),
          replica('resnet', 'worker', 0, 'Starting', { message: 'The container is being created.' })
        ]
      })
    );
    fixture.put(failing());
  },

  long(fixture) {
    scenes.empty(fixture);
    const name = 'an-experiment-with-a-very-long-name-that-nobody-would-type-twice';
    fixture.put(
      jobItem(name, {
        createdAt: ago(2000),
        startedAt: ago(1999),
        replicas: Array.from({ length: 17 }, (_, index) =>
          replica(
            name,
            index ? 'worker' : 'chief',
            Math.max(0, index - 1),
            index % 5 ? 'Running' : 'Pending',
            { message: 'No node has enough memory left.', restarts: index % 3 }
          )
        ),
        metrics: {
          a_metric_with_a_long_name_of_its_own: 123456.789,
          val_accuracy: 0.5,
          loss: 1e-9
        },
        message:
          'No node has enough memory left: 17 replicas ask for 4Gi each, and the largest node has 8Gi, of which 3Gi are free.'
      })
    );
  },

  many(fixture) {
    scenes.empty(fixture);
    const phases: Phase[] = ['Running', 'Succeeded', 'Failed', 'Pending', 'Starting'];
    for (let index = 0; index < 2000; index++) {
      const name = `sweep-${String(index).padStart(4, '0')}`;
      fixture.put(
        jobItem(name, {
          phase: phases[index % 5],
          createdAt: ago(index),
          metrics: index % 2 ? { accuracy: index / 2000 } : {}
        })
      );
    }
    fixture.print(
      NS,
      'sweep-0000',
      ...Array.from({ length: 6000 }, (_, line): [string, string] => [
        'sweep-0000-chief-0',
        `line ${line} of a long log`
      ])
    );
  },

  installing(fixture) {
    scenes.empty(fixture);
    fixture.setSettings({
      ...defaultSettings,
      addons: [
        {
          name: 'training-operator',
          state: 'installing',
          message: 'Building the training-operator (2 of 3).'
        }
      ]
    });
  },

  missing(fixture) {
    scenes.empty(fixture);
    ['tfjobs', 'xgboostjobs', 'pytorchjobs'].forEach(plural => refuse(fixture, plural));
    fixture.cut();
  },

  /** One of the panel's kinds is not there. */
  partly(fixture) {
    scenes.usual(fixture);
    refuse(fixture, 'xgboostjobs');
    fixture.cut();
  },

  /** Whatever is made is refused. */
  strict(fixture) {
    scenes.usual(fixture);
    fixture.refusal = {
      type: 'about:blank',
      title: 'Invalid',
      status: 422,
      detail:
        'The TFJob hello is not valid: tfReplicaSpecs.Worker.template.spec.containers must hold one container named tensorflow. Change it, then create it again.',
      errors: [
        {
          path: 'spec.tfReplicaSpecs.Worker.template.spec.containers',
          message: 'must hold one container named tensorflow'
        }
      ]
    };
  },

  finish(fixture) {
    const item = succeeded('digits', notebook);
    fixture.print(NS, 'digits', ['digits-chief-0', 'accuracy=0.972222']);
    fixture.put({
      ...item,
      summary: {
        ...item.summary,
        createdAt: ago(4),
        startedAt: ago(3),
        finishedAt: ago(0),
        notebook: 'train.ipynb'
      }
    });
    fixture.endLog(NS, 'digits');
  },

  gone(fixture) {
    fixture.remove('uid-digits');
  },

  cut(fixture) {
    fixture.cut();
  },

  files(fixture) {
    scenes.usual(fixture);
    const { files } = fixture;
    files.modified = ago(190);
    files.uploadDelay = 20_000;
    const row = (index: number) => `${index},"image, ${index}.png",${(index / 7).toFixed(3)},dog\n`;
    const table = Array.from({ length: 400 }, (_, index) => row(index)).join('');
    files.texts.set('data/digits.csv', `index,file,confidence,label\n${table}`);
    files.texts.set('data/raw/a.bin', 'x');
    files.texts.set('models/digits/1/model.joblib', 'x'.repeat(2_345_678));
    files.texts.set('runs/0d8f5b9e/train/model/meta.json', '{}');
    files.texts.set('notes.md', '# Notes\n\n- the second model is better\n');
    files.texts.set('plot.svg', PLOT);
    files.texts.set('weights.bin', 'x'.repeat(12_345));
    files.texts.set(`${'a-file-with-a-very-long-name-'.repeat(3)}.parquet`, 'x');
  },

  manyFiles(fixture) {
    scenes.files(fixture);
    for (let index = 0; index < 2500; index++) {
      fixture.files.texts.set(`images/${String(index).padStart(5, '0')}.png`, 'x'.repeat(index));
    }
  },

  noBucket(fixture) {
    scenes.usual(fixture);
    const detail = 'Project "team-a" has no bucket: the bucket service is missing.';
    const type = 'urn:kubeflow-lab:not-installed';
    fixture.files.problem = { type, title: 'Service Unavailable', status: 503, detail };
  }
};

const PLOT =
  '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="300"><rect width="480" height="300" fill="white"/><path d="M20 280 120 200 220 150 320 60 460 40" fill="none" stroke="teal" stroke-width="4"/></svg>';

function failing() {
  return jobItem('autoencoder', {
    phase: 'Failed',
    reason: 'Crash',
    message:
      'autoencoder-worker-0 ended with exit code 1: ValueError: shapes (32, 64) and (10,) not aligned.',
    createdAt: ago(30),
    startedAt: ago(29),
    finishedAt: ago(28),
    replicas: [
      replica('autoencoder', 'chief', 0, 'Failed', {
        message: 'Ended after a worker was lost.',
        exitCode: 137
      }),
      replica('autoencoder', 'worker', 0, 'Failed', {
        message: 'ValueError: shapes (32, 64) and (10,) not aligned.',
        exitCode: 1,
        restarts: 2
      })
    ]
  });
}

function refuse(fixture: Fixture, plural: string): void {
  fixture.refused.set(plural, {
    type: 'urn:kubeflow-lab:not-installed',
    title: 'Not installed',
    status: 503,
    detail: `The cluster does not know ${plural}: the training-operator is missing.`
  });
}
