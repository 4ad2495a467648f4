import { withDefaults } from './defaults.js';

it('what a template does not say the defaults say, for templates of their kind', () => {
  const dag = { name: 'main', dag: { tasks: [] } };
  const own = {
    name: 'own',
    retryStrategy: { limit: 1 },
    container: { image: 'b', env: [{ name: 'X', value: '2' }], command: ['sh'] }
  };
  const templateDefaults = {
    activeDeadlineSeconds: 60,
    retryStrategy: { limit: 3, retryPolicy: 'Always' },
    container: {
      image: 'a',
      command: ['true', '-x'],
      env: [
        { name: 'X', value: '1' },
        { name: 'Y', value: '1' }
      ]
    }
  };
  expect(withDefaults({ templates: [dag, own], templateDefaults })).toEqual([
    { ...dag, activeDeadlineSeconds: 60, retryStrategy: { limit: 3, retryPolicy: 'Always' } },
    {
      name: 'own',
      activeDeadlineSeconds: 60,
      retryStrategy: { limit: 1, retryPolicy: 'Always' },
      container: {
        image: 'b',
        command: ['sh'],
        env: [
          { name: 'X', value: '2' },
          { name: 'Y', value: '1' }
        ]
      }
    }
  ]);
});
