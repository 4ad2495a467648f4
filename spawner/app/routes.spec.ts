import fc from 'fast-check';

import { DETAILS_TABS, paths, routeOf } from './routes.js';

describe('routeOf', () => {
  it.each([
    ['/', 'home'],
    ['/signin', 'signin'],
    ['/signin/x', 'unknown'],
    ['/projects', 'unknown'],
    ['/projects/alice/notebooks', 'unknown'],
    ['/projects/alice/volumes', 'volumes'],
    ['/open', 'open'],
    ['/open/x', 'unknown'],
    ['/servers', 'all'],
    ['/servers/x', 'unknown'],
    ['/projects/alice/volumes/data', 'files'],
    ['/projects/alice/volumes/data/x', 'unknown'],
    ['/projects/alice/notebooks/a/nothing', 'unknown'],
    ['/projects/alice/notebooks/a/logs/x', 'unknown'],
    ['/connect/alice/digits', 'unknown'],
    ['/projects/%', 'unknown']
  ])('%s is %s', (path, page) => {
    expect(routeOf(path).page).toBe(page);
  });

  it('understands every path that is made here', () => {
    const segment = fc.string({ minLength: 1 }).filter(text => !/^\.{1,2}$/.test(text));
    fc.assert(
      fc.property(segment, segment, fc.constantFrom(...DETAILS_TABS), (namespace, name, tab) => {
        expect(routeOf(paths.servers(namespace))).toEqual({ page: 'servers', namespace });
        expect(routeOf(paths.create(namespace))).toEqual({ page: 'create', namespace });
        expect(routeOf(paths.volumes(namespace))).toEqual({ page: 'volumes', namespace });
        expect(routeOf(paths.files(namespace, name))).toEqual({ page: 'files', namespace, name });
        expect(routeOf(paths.details(namespace, name, tab))).toEqual({
          page: 'details',
          namespace,
          name,
          tab
        });
      })
    );
  });
});
