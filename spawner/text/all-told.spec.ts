/** Nothing that the platform says on the spawner's pages, or on the server's own, is English only. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  podDefaultChanges,
  translated,
  translatedWords,
  withPodDefaults,
  type PodToAdmit
} from '@kubeflow-lab/resources';
import { told } from '@kubeflow-lab/resources/german';
import ts from 'typescript';

import { sentencesOf, type Values } from '../testing/sayings.js';
import { parsed, sources } from '../testing/sources.js';

const GERMAN = { locale: 'de', told };

const SUBJECTS = ['The server', 'The TensorBoard'];
const CALLED = {
  'called(notebook)': ['notebook server "x" in project "x"', 'TensorBoard "x" in project "x"']
};
const NOUNS = {
  one: ['notebook server', 'volume', 'snapshot', 'pod'],
  'noun(resource, nouns).many': ['notebook servers', 'volumes', 'snapshots', 'pods'],
  'VERBS[denied[1]] ?? denied[1]': ['see', 'create', 'change', 'delete']
};

/** What makes sentences about servers and volumes, and answers the web app; with what stands in their places. */
const SOURCES: Record<string, Values> = {
  'controller/culling': { from: ['server', 'project'] },
  'controller/notebook': {},
  live: {},
  'resources/common/amount.ts': { value: ['2'], unit: ['CPUs', 'of memory'] },
  'resources/common/creation-trouble.ts': { what: ['The server'] },
  'resources/common/names.ts': { what: ['a notebook server'] },
  'resources/common/trouble.ts': { what: SUBJECTS },
  'resources/notebook': { what: ['CPU', 'memory'], thing: ['a Secret', 'a configuration'] },
  'resources/pod-default': {},
  'resources/repository': {},
  'resources/tensorboard': {},
  'resources/volume': { which: ['servers'], it: ['them'] },
  'server/capacity': {},
  'server/gateway/connect.ts': CALLED,
  'server/gateway/verify.ts': CALLED,
  'server/gateway/waiting.ts': CALLED,
  'server/http': NOUNS,
  'server/identity/oidc.ts': {},
  'server/identity/routes.ts': {},
  'server/kinds/edit.ts': { noun: ['notebook server'] },
  'server/kinds/manifest.ts': {},
  'server/notebooks': {},
  'server/stream': {},
  'server/volumes': {},
  'spawner/api': {},
  'spawner/pages/create/errors.ts': {},
  'spawner/pages/create/manifest.ts': {},
  'spawner/pages/details/use-edit.ts': {},
  'spawner/text/yaml-problems.ts': {}
};

/** The words of what checks a request against its schema are its own. */
const OTHERS = ['The request x.', '"x" x.'];

function filesOf(place: string): ts.SourceFile[] {
  const path = join(__dirname, '../..', place);
  return statSync(path).isDirectory() ? sources(path) : [parsed(path)];
}

it.each(Object.entries(SOURCES))('all that %s says', (place, values) => {
  const said = filesOf(place).flatMap(file => sentencesOf(file, values));
  const unknown = said.filter(
    sentence => translated(sentence, GERMAN) === null && !OTHERS.includes(sentence)
  );
  expect([...new Set(unknown)]).toEqual([]);
});

it('what configurations do', () => {
  const changes = podDefaultChanges({
    spec: {
      env: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(name => ({ name, value: '' })),
      envFrom: [{ secretRef: { name: 's' } }],
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
      sidecars: [{ name: 'side' }],
      initContainers: [{ name: 'first' }],
      tolerations: [{ key: 'gpu' }],
      imagePullSecrets: [{ name: 'pull' }],
      labels: { l: '1' },
      annotations: { a: '1' },
      serviceAccountName: 'robot',
      command: ['run']
    }
  });
  const volumes = podDefaultChanges({ spec: { volumes: [{ name: 'v' }] } });
  const german = [...changes, ...volumes].map(change => translatedWords(change, GERMAN));
  expect(german[0]).toBe('setzt die Variablen a, b, c, d, e, f und 2 weitere');
  expect(german).toHaveLength(12);
  expect(german).not.toContain(null);
});

it('what configurations contradict', () => {
  const value = { name: 'a', value: '1' };
  const pod: PodToAdmit = {
    metadata: { labels: { a: '1' }, annotations: { a: '1' } },
    spec: {
      volumes: [{ name: 'a' }],
      tolerations: [{ key: 'a' }],
      initContainers: [{ name: 'a' }],
      containers: [
        {
          name: 'a',
          env: [value],
          volumeMounts: [
            { name: 'a', mountPath: '/a' },
            { name: 'b', mountPath: '/b' }
          ]
        }
      ]
    }
  };
  const spec = {
    labels: { a: '2' },
    annotations: { a: '2' },
    volumes: [{ name: 'a', emptyDir: {} }],
    tolerations: [{ key: 'a', operator: 'Exists' }],
    initContainers: [{ name: 'a', image: 'x' }],
    sidecars: [{ name: 'a', image: 'x' }],
    env: [{ name: 'a', value: '2' }],
    volumeMounts: [
      { name: 'a', mountPath: '/c' },
      { name: 'c', mountPath: '/b' }
    ]
  };
  const { conflicts } = withPodDefaults(pod, [{ metadata: { name: 'p' }, spec }]);
  expect(conflicts).toHaveLength(9);
  const refused = `The cluster's rules do not allow this: ${conflicts.join('; ')}.`;
  const german = translated(refused, GERMAN);
  expect(german).toContain('PodDefault „p“ setzt die Variable „a“, was schon anders gesetzt ist');
  expect(german).not.toMatch(/\b(the|sets|which)\b/);
});
