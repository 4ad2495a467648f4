import { checkRepository, repositoryFolder } from './check.js';

const GIT = 'https://git.example.org/team/course.git';
const fieldsOf = (form: object, hosts: string[] = []) =>
  checkRepository({ git: GIT, ...form }, hosts).map(({ path }) => path);

describe('a repository that is to be opened', () => {
  it.each([
    {},
    { branch: 'main', path: 'week 1/Über.ipynb' },
    { branch: 'release/1.x+y' },
    { git: 'https://git.example.org:8443/a.b-c/' }
  ])('may be %p', form => expect(fieldsOf(form)).toEqual([]));

  it.each([
    'http://git.example.org/a',
    'HTTPS://git.example.org/a b',
    'javascript:alert(1)//https://x/y',
    'file:///etc/passwd',
    'ssh://-oProxyCommand=x/a',
    'git@git.example.org:a',
    'ext::sh -c x',
    '--upload-pack=touch x',
    'https://name@git.example.org/a',
    'https://name:secret@git.example.org/a',
    'https://git.example.org/a?x=1',
    'https://git.example.org/a#x',
    'https://git.example.org/%2e%2e/a',
    'https://git.example.org\\@evil.example/a',
    'https://git.example.org/a\n',
    'https://gıt.example.org/a',
    'https://git.example.org',
    'https://git.example.org/..',
    'https://git.example.org/.git',
    ''
  ])('may not be at %p', git => expect(fieldsOf({ git })).toEqual(['git']));

  it.each(['--upload-pack=x', '-b', 'a..b', 'a b', 'a:b', 'a/', '/a', 'a.lock', 'a//b', 'a\nb'])(
    'has no branch %p',
    branch => expect(fieldsOf({ branch })).toEqual(['branch'])
  );

  it.each(['../x', '/etc/passwd', 'a//b', 'a/./b', 'a\\b', 'a\0b', 'a/'])('has no %p', path =>
    expect(fieldsOf({ path })).toEqual(['path'])
  );

  it('is of a host that the installation allows', () => {
    expect(fieldsOf({}, ['git.example.org'])).toEqual([]);
    expect(checkRepository({ git: GIT }, ['git.example.org:8443', 'example.org'])).toEqual([
      { path: 'git', message: 'Repositories of git.example.org may not be opened here.' }
    ]);
  });

  it.each([
    [GIT, 'course'],
    ['https://git.example.org/a/', 'a']
  ])('%s gets a folder', (git, folder) => expect(repositoryFolder(git)).toBe(folder));
});
