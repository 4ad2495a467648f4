/**
 * What a suite reports, read from the machine-readable report of its own runner.
 * Every reader gives `{passed, failed, failures}`; a report that is missing or empty counts as one failure,
 * so that a suite that ran nothing never looks green.
 */
import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, failures: string[] }} Result */

/** @param {string} why @returns {Result} */
export function broken(why) {
  return { passed: 0, failed: 1, failures: [why] };
}

/** Guards a count against a run that executed nothing. @param {Result} result @param {string} suite @returns {Result} */
export function atLeastOne(result, suite) {
  return result.passed + result.failed > 0 ? result : broken(`${suite}: no test was executed`);
}

/** @param {string} xml JUnit XML of pytest or of node's test runner @returns {Result} */
export function fromJUnit(xml) {
  const cases = xml.match(/<testcase\b[\s\S]*?(?:\/>|<\/testcase>)/g) ?? [];
  const failures = cases
    .filter(text => /<(failure|error)\b/.test(text))
    .map(text => /name="([^"]*)"/.exec(text)?.[1] ?? 'unnamed test');
  return { passed: cases.length - failures.length, failed: failures.length, failures };
}

/** @param {any} json what `jest --json` writes @returns {Result} */
export function fromJest(json) {
  const failures = [];
  let passed = 0;
  for (const file of json.testResults) {
    const failed = file.assertionResults.filter(test => test.status === 'failed');
    passed += file.assertionResults.filter(test => test.status === 'passed').length;
    failures.push(...failed.map(test => test.fullName));
    if (file.status === 'failed' && failed.length === 0) {
      failures.push(`${file.name}: could not run: ${String(file.message).split('\n')[0]}`);
    }
  }
  return { passed, failed: failures.length, failures };
}

/** @param {any} json what Playwright's json reporter writes @returns {Result} */
export function fromPlaywright(json) {
  const failures = (json.errors ?? []).map(error => String(error.message).split('\n')[0]);
  let passed = 0;
  const visit = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      if (spec.ok && spec.tests.every(test => test.status !== 'skipped')) {
        passed += 1;
      } else {
        failures.push([...path, spec.title].join(' › '));
      }
    }
    for (const child of suite.suites ?? []) {
      visit(child, [...path, child.title]);
    }
  };
  for (const suite of json.suites ?? []) {
    visit(suite, []);
  }
  return { passed, failed: failures.length, failures };
}

/**
 * Reads a report file with one of the readers above.
 * @param {string} file @param {(content: any) => Result} reader @param {'json' | 'text'} form @param {string} suite
 * @returns {Result}
 */
export function read(file, reader, form, suite) {
  let content;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    return broken(`${suite}: its runner wrote no report (${error.code})`);
  }
  return atLeastOne(reader(form === 'json' ? JSON.parse(content) : content), suite);
}
