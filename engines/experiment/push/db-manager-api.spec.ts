import { readFileSync } from 'node:fs';

import protobuf from 'protobufjs';

import { DB_MANAGER_API } from './db-manager-api.js';

it('is the protocol as it is written; else run generate-apis.mjs', () => {
  const source = readFileSync('engines/experiment/push/db-manager.proto', 'utf8');
  expect(DB_MANAGER_API).toEqual(protobuf.parse(source, { keepCase: true }).root.toJSON());
});
