import { readFileSync } from 'node:fs';

import protobuf from 'protobufjs';

import { SUGGESTION_API } from './suggestion-api.js';

it('is the protocol that the service speaks; else run generate-apis.mjs', () => {
  const source = readFileSync('kubeflow_lab/suggestion/api.proto', 'utf8');
  expect(SUGGESTION_API).toEqual(protobuf.parse(source, { keepCase: true }).root.toJSON());
});
