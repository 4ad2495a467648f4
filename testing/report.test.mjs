import assert from 'node:assert/strict';
import { test } from 'node:test';

import { atLeastOne, fromJest, fromJUnit, fromPlaywright, read } from './report.mjs';

test('JUnit: counts cases, failures and errors', () => {
  const xml = `<testsuites><testsuite>
    <testcase name="a" time="0"/>
    <testcase name="b"><failure message="x">y</failure></testcase>
    <testcase name="c"><error>z</error></testcase>
    <testcase name="d"></testcase></testsuite></testsuites>`;
  assert.deepEqual(fromJUnit(xml), { passed: 2, failed: 2, failures: ['b\n      x', 'c'] });
});

test('jest: a file that could not run is a failure of its own', () => {
  const result = fromJest({
    testResults: [
      {
        name: 'ok.spec.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'good' },
          { status: 'failed', fullName: 'bad' }
        ]
      },
      { name: 'broken.spec.ts', status: 'failed', message: 'SyntaxError\nat', assertionResults: [] }
    ]
  });
  assert.deepEqual(result, {
    passed: 1,
    failed: 2,
    failures: ['bad', 'broken.spec.ts: could not run: SyntaxError']
  });
});

test('a failure says why, without the colours of a terminal and at most twelve lines of it', () => {
  const message = `\u001b[31mexpected 1\u001b[39m\n\n${'at\n'.repeat(30)}`;
  const [playwright] = fromPlaywright({
    suites: [
      {
        title: 'file',
        specs: [{ title: 'one', ok: false, tests: [{ results: [{ error: { message } }] }] }]
      }
    ]
  }).failures;
  assert.equal(playwright, ['one', '      expected 1', ...Array(11).fill('      at')].join('\n'));
  const [jest] = fromJest({
    testResults: [
      { assertionResults: [{ status: 'failed', fullName: 'bad', failureMessages: ['no'] }] }
    ]
  }).failures;
  assert.equal(jest, 'bad\n      no');
  const xml =
    '<testcase name="a[&lt;x&gt;]"><failure message="1 &amp;lt; 2&#10;there">y</failure></testcase>';
  assert.deepEqual(fromJUnit(xml).failures, ['a[<x>]\n      1 &lt; 2\n      there']);
});

test('Playwright: skipped tests and global errors count as failures', () => {
  const result = fromPlaywright({
    errors: [{ message: 'no browser\nstack' }],
    suites: [
      {
        title: 'file',
        specs: [{ title: 'one', ok: true, tests: [{ status: 'expected' }] }],
        suites: [
          { title: 'group', specs: [{ title: 'two', ok: true, tests: [{ status: 'skipped' }] }] }
        ]
      }
    ]
  });
  assert.deepEqual(result, { passed: 1, failed: 2, failures: ['no browser', 'group › two'] });
});

test('nothing executed, or no report, is never green', () => {
  assert.equal(atLeastOne({ passed: 0, failed: 0, failures: [] }, 'x').failed, 1);
  assert.equal(read('/nonexistent/report.xml', fromJUnit, 'text', 'x').failed, 1);
});
