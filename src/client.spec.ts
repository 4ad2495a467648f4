import { Client } from './client';
import { ProblemError } from './problem';
import { Fixture } from './testing/fixture';
import { jobItem } from './testing/jobs';
import { TestPlatform } from './testing/platform';

const digits = { plural: 'tfjobs' as const, namespace: 'team-a', name: 'digits' };

describe('Client', () => {
  let fixture: Fixture;
  let client: Client;

  beforeEach(async () => {
    fixture = new Fixture();
    ({ client } = new TestPlatform(await fixture.listen()));
  });

  afterEach(() => fixture.close());

  it('reads a job and deletes it', async () => {
    fixture.put(jobItem('digits'));
    expect((await client.item(digits)).object.metadata.name).toBe('digits');
    await client.delete(digits);
    expect(fixture.list('tfjobs', 'team-a')).toEqual([]);
  });

  it('rejects with the sentence of the server', async () => {
    await expect(client.item({ ...digits, name: 'nope' })).rejects.toThrow(
      'There is no nope among the tfjobs of team-a.'
    );
  });

  it('keeps names within their segment of the path', async () => {
    await expect(
      client.item({ plural: 'tfjobs', namespace: '..', name: 'a/b?c#d' })
    ).rejects.toBeInstanceOf(ProblemError);
    const { path } = fixture.requests.at(-1)!;
    expect(path.endsWith('a%2Fb%3Fc%23d')).toBe(true);
  });

  it('says that nothing answers where nothing does', async () => {
    await fixture.close();
    await expect(client.status()).rejects.toThrow('The Jupyter server cannot be reached.');
    await fixture.listen();
  });
});

describe('ProblemError', () => {
  it.each([
    ['a page of a proxy', '<html>Bad gateway</html>', 502, /does not answer at the moment/],
    ['a gateway without a server', 'no available server\n', 503, /does not answer at the moment/],
    ['a gateway that asked in vain', '', 500, /does not answer at the moment/],
    ['nothing', '', 504, /does not answer at the moment/],
    ['JSON that is no problem', '{"message": "no"}', 500, /was answered with 500 and no expl/],
    ['a refusal without a reason', '', 403, /was answered with 403 and no explanation/]
  ])('makes a sentence of %s', async (_what, body, status, detail) => {
    const { problem } = await ProblemError.fromResponse(new Response(body, { status }));
    expect(problem).toMatchObject({ status, detail: expect.stringMatching(detail) });
    expect(problem.errors?.[0]?.message ?? '').toBe(body.trim());
  });
});
