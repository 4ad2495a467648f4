import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseStartOptions } from './options.mjs';

test('without options: the usual cluster at the usual port, in the foreground', () => {
  assert.deepEqual(parseStartOptions([]), {
    name: 'kubeflow-lab',
    port: 8080,
    detach: false,
    newPasswords: false,
    throwaway: false,
    trainer: false,
    waitAll: false,
    json: undefined,
    help: false
  });
});

for (const port of ['0', '65536', 'http', '-1', '']) {
  test(`"${port}" is refused as a port, in a sentence that names it`, () => {
    assert.throws(() => parseStartOptions([`--port=${port}`]), {
      name: 'ClearError',
      message: new RegExp(`"${port}"`)
    });
  });
}

test('an unknown option is refused', () => {
  assert.throws(() => parseStartOptions(['--prot', '1']), {
    code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
  });
});
