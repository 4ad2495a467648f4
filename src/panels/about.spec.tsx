import { nullTranslator } from '@jupyterlab/translation';

import { creatorOf } from './about';

const trans = nullTranslator.load('kubeflow_lab');

it.each([
  ['ada@example.org', 'ada@example.org'],
  ['system:serviceaccount:team-a:default-editor', 'A notebook or job of team-a'],
  ['system:serviceaccount:team-a:robot', 'system:serviceaccount:team-a:robot'],
  [undefined, null]
])('calls %j %j', (user, name) => {
  expect(creatorOf(user, trans)).toBe(name);
});
