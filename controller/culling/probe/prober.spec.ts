/** The prober against real HTTP servers that stand for notebooks. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ACTIVITY_PROBE_ANNOTATION, SERVER_TYPE_ANNOTATION } from '@kubeflow-lab/resources';
import type { Notebook, Pod } from '@kubeflow-lab/resources';

import { createProber } from './prober.js';
import type { ProberOptions } from './prober.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const at = (minutesAgo: number) => NOW - minutesAgo * 60_000;
const said = (minutesAgo: number) => new Date(at(minutesAgo)).toISOString();
const kernel = (execution_state: string, minutesAgo: number) => ({
  execution_state,
  last_activity: said(minutesAgo)
});

type Answer = unknown | ((request: IncomingMessage, response: ServerResponse) => void);
let answers: Record<string, Answer> = {};
let asked: IncomingMessage[] = [];
let server: Server;

const isStatus = (answer: Answer): answer is number => typeof answer === 'number' && answer < 600;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    const answer = answers[new URL(request.url!, 'http://x').pathname];
    if (typeof answer === 'function') {
      answer(request, response);
      return;
    }
    response.statusCode = answer === undefined ? 404 : isStatus(answer) ? answer : 200;
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});
beforeEach(() => {
  asked = [];
});

function probe(
  annotations: Record<string, string> = {},
  options: Partial<ProberOptions> = {}
): Promise<number | null> {
  const { port } = server.address() as AddressInfo;
  const notebook: Notebook = {
    metadata: { name: 'lab', namespace: 'ada', annotations },
    spec: {
      template: { spec: { containers: [{ name: 'lab', ports: [{ containerPort: port }] }] } }
    }
  };
  const pod: Pod = {
    metadata: { name: 'lab-0', namespace: 'ada' },
    status: { podIP: '127.0.0.1' }
  };
  return createProber({
    address: { by: 'pod' },
    timeoutMs: 20_000,
    countRequests: true,
    headers: () => Promise.resolve({ 'x-proof': 'yes' }),
    run: null,
    now: () => NOW,
    ...options
  })(notebook, pod, new AbortController().signal);
}

const API = '/notebook/ada/lab/api';
const jupyter = (kernels: Answer, terminals?: Answer, status?: Answer) => ({
  [`${API}/kernels`]: kernels,
  ...(terminals === undefined ? {} : { [`${API}/terminals`]: terminals }),
  ...(status === undefined ? {} : { [`${API}/status`]: status })
});

describe('a Jupyter server', () => {
  it.each<[string, Record<string, Answer>, number | null]>([
    ['without anything', jupyter([], []), null],
    ['with kernels at rest', jupyter([kernel('idle', 90), kernel('idle', 40)], []), at(40)],
    ['with a kernel that works', jupyter([kernel('idle', 90), kernel('busy', 40)], []), NOW],
    ['with a kernel that nobody spoke to', jupyter([kernel('starting', 40)], []), at(40)],
    ['with a dead kernel', jupyter([kernel('dead', 40)], []), at(40)],
    [
      'with a terminal',
      jupyter([kernel('idle', 90)], [{ name: '1', last_activity: said(5) }]),
      at(5)
    ],
    ['with only a terminal', jupyter([], [{ name: '1', last_activity: said(7) }]), at(7)],
    ['whose terminals tell no time', jupyter([], [{ name: '1' }]), NOW],
    ['without terminals at all', jupyter([kernel('idle', 9)]), at(9)],
    [
      'whose API was used since',
      jupyter([kernel('idle', 90)], [], { last_activity: said(3) }),
      at(3)
    ],
    [
      'whose kernel was used since',
      jupyter([kernel('idle', 2)], [], { last_activity: said(3) }),
      at(2)
    ]
  ])('%s', async (_what, given, expected) => {
    answers = given;
    expect(await probe()).toBe(expected);
  });

  it('is asked so that the questions themselves do not count, with the proof of who asks', async () => {
    answers = jupyter([], []);
    await probe();
    expect(asked.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(
      ['kernels', 'status', 'terminals'].map(what => `GET ${API}/${what}?no_track_activity=1`)
    );
    expect(asked.every(({ headers }) => headers['x-proof'] === 'yes')).toBe(true);
  });

  it('is not asked for its status where requests do not count', async () => {
    answers = jupyter([kernel('idle', 90)], [], { last_activity: said(3) });
    expect(await probe({}, { countRequests: false })).toBe(at(90));
  });
});

const endless: Answer = (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200);
  const write = () => {
    while (response.write('x'.repeat(65_536)));
  };
  response.on('drain', write);
  write();
};
const nothing: Answer = () => undefined;
const half: Answer = (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200);
  response.write('[');
};
const broken: Answer = (_request: IncomingMessage, response: ServerResponse) => response.destroy();
const elsewhere: Answer = (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(302, { location: '/elsewhere' }).end();
};
const text: Answer = (_request: IncomingMessage, response: ServerResponse) => {
  response.end('<html>');
};

describe('what is not known', () => {
  it.each<[string, Record<string, Answer>, string, RegExp]>([
    ['no answer', jupyter(nothing, []), 'timeout', /does not answer in time/],
    ['half an answer', jupyter(half, []), 'timeout', /does not answer in time/],
    ['no answer about terminals', jupyter([], nothing), 'timeout', /does not answer in time/],
    ['a connection that is cut', jupyter(broken, []), 'unreachable', /cannot be reached/],
    ['an error', jupyter(500, []), 'refused', /kernels answers 500/],
    ['a refusal about terminals', jupyter([], 403), 'refused', /terminals answers 403/],
    ['a redirect', { ...jupyter(elsewhere, []), '/elsewhere': [] }, 'refused', /answers 302/],
    ['text', jupyter(text, []), 'invalid', /no JSON/],
    ['an endless answer', jupyter(endless, []), 'invalid', /too large/],
    ['another kind of JSON', jupyter({ a: 1 }, []), 'invalid', /not those of a Jupyter/],
    ['kernels without a time', jupyter([{ execution_state: 'idle' }], []), 'invalid', /not those/],
    ['a status without a time', jupyter([], [], {}), 'invalid', /not those/],
    ['nothing at its address', {}, 'unsupported', /no Jupyter server/]
  ])('%s', async (_what, given, reason, message) => {
    answers = given;
    const timeoutMs = reason === 'timeout' ? 250 : 20_000;
    await expect(probe({}, { timeoutMs })).rejects.toMatchObject({
      reason,
      message: expect.stringMatching(message) as string
    });
  });
});

const http = (rest: object) => ({ [ACTIVITY_PROBE_ANNOTATION]: JSON.stringify({ http: rest }) });

describe('a server of another kind', () => {
  beforeAll(() => {
    answers = {
      '/healthz': { status: 'alive', lastHeartbeat: at(8), nested: { used: true, when: said(6) } },
      '/when': at(4) / 1000
    };
  });

  it.each<[string, Record<string, string>, number | null]>([
    ['code-server', { [SERVER_TYPE_ANNOTATION]: 'group-one' }, at(8)],
    ['a field', http({ path: '/healthz', field: 'nested.when' }), at(6)],
    ['a field that is true', http({ path: '/healthz', field: 'nested.used' }), NOW],
    ['all of the answer, in seconds', http({ path: '/when' }), at(4)]
  ])('%s', async (_what, annotations, expected) => {
    expect(await probe(annotations)).toBe(expected);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['of which nothing is known', { [SERVER_TYPE_ANNOTATION]: 'group-two' }, /group-two/],
    ['whose field is missing', http({ path: '/healthz', field: 'none.such' }), /is no time/],
    ['whose path leads nowhere', http({ path: '/none' }), /nothing at \/none/],
    [
      'with a program, which is not allowed',
      { [ACTIVITY_PROBE_ANNOTATION]: '{"exec": {"command": ["date"]}}' },
      /runs no programs/
    ],
    ['with no JSON', { [ACTIVITY_PROBE_ANNOTATION]: 'curl' }, /must be JSON/],
    ['with a list', { [ACTIVITY_PROBE_ANNOTATION]: '[]' }, /must be a JSON object/],
    ['with neither', { [ACTIVITY_PROBE_ANNOTATION]: '{}' }, /it must be/],
    ['with a path that climbs', http({ path: '/a/../b' }), /"path" must be/],
    ['with an address for a path', http({ path: 'http://other/' }), /"path" must be/],
    ['with another host in its path', http({ path: '//other/' }), /"path" must be/],
    ['with a port that is none', http({ path: '/', port: 0 }), /"port" must be/],
    ['with another field', http({ path: '/', method: 'POST' }), /no field "method"/]
  ])('%s is not known', async (_what, annotations, message) => {
    await expect(probe(annotations)).rejects.toMatchObject({
      message: expect.stringMatching(message) as string
    });
  });
});

describe('a program in the pod', () => {
  const annotations = {
    [ACTIVITY_PROBE_ANNOTATION]: JSON.stringify({ exec: { command: ['last-used', '-v'] } })
  };

  it.each<[string, number | null]>([
    [`looking\n${said(9)}\n`, at(9)],
    [`${at(9) / 1000}\n`, at(9)],
    [`${at(9)}`, at(9)],
    ['true\n', NOW],
    ['false\n', null]
  ])('prints %j', async (output, expected) => {
    const calls: unknown[] = [];
    const run: ProberOptions['run'] = (...call) => {
      calls.push(call.slice(0, 2));
      return Promise.resolve(output);
    };
    expect(await probe(annotations, { run })).toBe(expected);
    expect(calls).toEqual([
      [{ namespace: 'ada', pod: 'lab-0', container: 'lab' }, ['last-used', '-v']]
    ]);
  });

  it.each(['', 'never used', '-5'])('prints %j, which says nothing', async output => {
    const run = () => Promise.resolve(output);
    await expect(probe(annotations, { run })).rejects.toMatchObject({ reason: 'invalid' });
  });
});
