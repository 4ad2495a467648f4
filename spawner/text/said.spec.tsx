import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '@testing-library/react';
import { checkNotebook, summarizeNotebook } from '@kubeflow-lab/resources';
import ts from 'typescript';

import { found, sources } from '../testing/sources.js';
import { german } from './german/index.js';
import { said } from './said.js';
import { Told } from './Told.js';
import { speak } from './translator.js';

afterEach(() => speak({ locale: 'en', catalogue: {}, told: {} }));

const inGerman = (): void => speak({ locale: 'de-AT', ...german });

describe('said', () => {
  it('leaves English pages alone', () => {
    expect(said('The server is ready.')).toEqual({ text: 'The server is ready.' });
  });

  it('translates what the platform says of a server', () => {
    inGerman();
    const stopped = { metadata: { annotations: { 'kubeflow-resource-stopped': '' } } };
    const { message } = summarizeNotebook(stopped, { pod: null });
    expect(said(message)).toEqual({
      text: 'Der Server ist gestoppt; seine Dateien bleiben erhalten.'
    });
  });

  it('translates what is wrong with a form, and keeps what was typed, whatever it is', () => {
    inGerman();
    const image = 'a {name} $& b';
    const workspace = { mode: 'none' } as const;
    const [problem] = checkNotebook({ name: 'a', image, cpu: '1', memory: '1Gi', workspace });
    expect(said(problem.message).text).toMatch(/^„a \{name\} \$& b“ ist kein Name eines Images/);
  });

  it('knows a sentence without its full stop, as of a condition', () => {
    inGerman();
    expect(said('The server is ready').text).toBe('Der Server ist bereit.');
  });

  it('takes the more special sentence', () => {
    inGerman();
    const text =
      'No node has 4Gi memory free for the server; ask for less, or stop something else.';
    expect(said(text).text).toMatch(/4Gi RAM/);
  });
});

describe('what stands in a place', () => {
  beforeEach(inGerman);

  it('is translated where it is words of the platform, and a name stays', () => {
    const changes = (list: string) =>
      `The running server was started before its last change; its next start, or a restart, changes ${list}.`;
    expect(said(changes('the image, variable the and the memory')).text).toMatch(
      /ändert das Image, die Variable the und den RAM\.$/
    );
    expect(said(changes('the image')).text).toMatch(/ändert das Image\.$/);
    expect(said(changes('nodeSelector.volumes')).text).toMatch(/ändert nodeSelector\.volumes\.$/);
    const why = '"a and b.csv" cannot be read. There is no such file any more.';
    expect(said(why).text).toBe(
      '„a and b.csv“ lässt sich nicht lesen. Diese Datei gibt es nicht mehr.'
    );
  });

  it('is not looked for in what Kubernetes says', () => {
    for (const text of ['label a and the image', 'label a and the image.', 'the image']) {
      expect(said(text)).toEqual({ text, lang: 'en' });
    }
  });

  it('is a time of the reader’s clock, in every language', () => {
    const text =
      'It stops at 2026-03-03T16:20:05Z unless it is used before: after 2 h without activity, as its project says.';
    const time = new Date('2026-03-03T16:20:05Z');
    expect(said(text).text).toContain(`Er stoppt am ${time.toLocaleString('de-AT')}, wenn`);
    expect(said(text).text).toContain('ohne Benutzung, wie sein Projekt sagt.');
    speak({ locale: 'en-GB', catalogue: {}, told: {} });
    expect(said(text).text).toContain(`It stops at ${time.toLocaleString('en-GB')} unless`);
  });
});

describe('Told', () => {
  it('marks what stays English', () => {
    inGerman();
    const { container } = render(<Told text="Back-off restarting failed container" />);
    expect(container.innerHTML).toBe('<span lang="en">Back-off restarting failed container</span>');
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A pattern for the sentences that an expression makes; what is not written there may be anything. */
function patternOf(node: ts.Node): string {
  if (ts.isStringLiteralLike(node)) {
    return escaped(node.text);
  }
  if (ts.isTemplateExpression(node)) {
    const rest = node.templateSpans.map(({ literal }) => `.*${escaped(literal.text)}`);
    return escaped(node.head.text) + rest.join('');
  }
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken
    ? patternOf(node.left) + patternOf(node.right)
    : '.*';
}

/** Of a sentence with places; fewer would fit anything. */
const LEAST_WRITTEN = 6;

it('translates only what some source says', () => {
  const rooms = ['resources', 'server', 'controller', 'live', 'spawner', 'cluster', 'images'];
  const files = rooms.flatMap(room => sources(join(__dirname, '../..', room)));
  const patterns = files.flatMap(file =>
    found(file, node => {
      const pattern = patternOf(node);
      return pattern.replaceAll('.*', '').length < LEAST_WRITTEN
        ? null
        : new RegExp(`^${pattern}$`);
    })
  );
  // What a notebook server says of a repository, with the places for names as they are in the catalogue.
  const repository = join(__dirname, '../../kubeflow_lab/repository.py');
  const inPython = new Set(readFileSync(repository, 'utf8').match(/(?<=")[^"\n]+(?=")/g));
  const inKubernetes = ['admission webhook "{webhook}" denied the request: {why}'];
  const isSaid = (text: string) =>
    inKubernetes.includes(text) ||
    inPython.has(text) ||
    patterns.some(pattern => pattern.test(text));
  // Some sources leave the place at an end, or the sign that it goes on, to another.
  const written = (text: string) => [
    text,
    text.replace(/ \{\w+\}$| …$/, ''),
    text.replace(/^\{\w+\}/, ''),
    text.replace(/^\{\w+\} /, '')
  ];
  const unsaid = Object.keys(german.told).filter(sentence => !written(sentence).some(isSaid));
  expect(unsaid).toEqual([]);
});
