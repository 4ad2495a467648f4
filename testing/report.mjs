/**
 * What a suite reports, read from the machine-readable report of its own runner.
 * Every reader gives `{passed, failed, failures}`; a report that is missing or empty counts as one failure,
 * so that a suite that ran nothing never looks green.
 */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** @typedef {{ passed: number, failed: number, failures: string[] }} Result */

/** @param {string} why @returns {Result} */
export function broken(why) {
  return { passed: 0, failed: 1, failures: [why] };
}

const reasonLines = 12;

/**
 * A failed test and why, in the words of its runner: whoever reads only the output of a run somewhere else
 * has no log file to open.
 * @param {string} title @param {string | undefined} message may hold a terminal's colour codes @returns {string}
 */
export function because(title, message) {
  const lines = stripVTControlCharacters(message ?? '')
    .split('\n')
    .filter(line => line.trim() !== '')
    .slice(0, reasonLines);
  return [title, ...lines.map(line => `      ${line}`)].join('\n');
}

/** Guards a count against a run that executed nothing. @param {Result} result @param {string} suite @returns {Result} */
export function atLeastOne(result, suite) {
  return result.passed + result.failed > 0 ? result : broken(`${suite}: no test was executed`);
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#10': '\n' };

/** @param {string} text of an XML attribute */
function unescaped(text) {
  return text.replace(/&(amp|lt|gt|quot|apos|#10);/g, (_whole, name) => entities[name]);
}

/** @param {string} xml JUnit XML of pytest or of node's test runner @returns {Result} */
export function fromJUnit(xml) {
  const cases = xml.match(/<testcase\b[\s\S]*?(?:\/>|<\/testcase>)/g) ?? [];
  const failures = cases
    .filter(text => /<(failure|error)\b/.test(text))
    .map(text =>
      because(
        unescaped(/\bname="([^"]*)"/.exec(text)?.[1] ?? 'unnamed test'),
        unescaped(/<(?:failure|error)\b[^>]*?\bmessage="([^"]*)"/.exec(text)?.[1] ?? '')
      )
    );
  return { passed: cases.length - failures.length, failed: failures.length, failures };
}

/** @param {any} json what `jest --json` writes @returns {Result} */
export function fromJest(json) {
  const failures = [];
  let passed = 0;
  for (const file of json.testResults) {
    const failed = file.assertionResults.filter(test => test.status === 'failed');
    passed += file.assertionResults.filter(test => test.status === 'passed').length;
    failures.push(...failed.map(test => because(test.fullName, test.failureMessages?.[0])));
    if (file.status === 'failed' && failed.length === 0) {
      failures.push(`${file.name}: could not run: ${String(file.message).split('\n')[0]}`);
    }
  }
  return { passed, failed: failures.length, failures };
}

/** @param {any} spec of Playwright's report @returns {string | undefined} why it failed, if it ran at all */
function errorOf(spec) {
  const results = spec.tests.flatMap(test => test.results ?? []);
  return results.map(result => result.error?.message).find(message => message !== undefined);
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
        failures.push(because([...path, spec.title].join(' › '), errorOf(spec)));
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
