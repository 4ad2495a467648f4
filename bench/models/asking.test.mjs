import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { Asker, versionIn } from './asking.mjs';

let answer;
let asker;
let enough = () => {};
const server = createServer((incoming, outgoing) => {
  enough();
  incoming.resume().once('end', () => outgoing.writeHead(answer.status).end(answer.text));
});

before(async () => {
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  asker = new Asker(`http://127.0.0.1:${server.address().port}/v1/models/digits:predict`);
});

after(() => {
  asker.close();
  server.close();
});

test('a prediction tells its version, and nothing else does', () => {
  assert.equal(versionIn('{"predictions": [203]}'), 2);
  for (const text of ['', '{}', '{"predictions": []}', '{"predictions": ["a"]}', 'null']) {
    assert.equal(versionIn(text), 0, text);
  }
});

test('what is refused is an answer that is not ok, and ends a measurement', async () => {
  answer = { status: 503, text: 'no available server' };
  const { ok, said } = await asker.once();
  assert.equal(ok, false);
  assert.equal(said, '503 no available server');
  await assert.rejects(asker.inTurn(1), /no available server/);
});

test('requests go out until they are enough, and all are waited for', async () => {
  answer = { status: 200, text: '{"predictions": [105]}' };
  let asked = 0;
  const over = new Promise(resolve => (enough = () => ++asked === 50 && resolve()));
  const answers = await asker.steadily(400, over);
  assert.ok(answers.length >= 50, String(answers.length));
  assert.ok(answers.every(({ ok, version }) => ok && version === 1));
  assert.equal((await asker.inTurn(3)).length, 3);
});
