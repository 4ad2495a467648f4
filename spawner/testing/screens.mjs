/**
 * Draws every screen against the fixture server, light and dark, wide and narrow, into a folder, and checks each
 * with axe. `node spawner/testing/screens.mjs [folder]`; needs spawner/dist, spawner/lib and a Chromium (CHROMIUM or Debian's).
 */
import { mkdir } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { FixtureServer } from './fixture-server.mjs';
import * as fixtures from '../lib/testing/fixtures.js';

const folder = process.argv[2] ?? 'test-results/screens';
const only = process.argv[3];
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const BROWSER = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync'
  ]
};
const NOT_ANSWERING = fixtures.problem(
  503,
  'The Kubernetes API does not answer at the moment; try again in a few seconds.'
);

function fixtureServer() {
  const server = new FixtureServer();
  server.addProject('alice', 'owner', fixtures.everyState('alice'));
  server.addProject('empty', 'owner', []);
  server.addProject('many', 'owner', fixtures.manyOf('many', 300));
  server.addProject('long', 'owner', fixtures.longOnes('long'));
  server.addProject('team', 'viewer', fixtures.everyState('team').slice(0, 2));
  server.settings = fixtures.settings([
    {
      name: 'TensorFlow image',
      state: 'installing',
      message: 'Installing tensorflow-cpu, 3 of 5 layers done.'
    },
    {
      name: 'Training operator',
      state: 'failed',
      message: 'The build stopped: no space left on the disk.'
    }
  ]);
  server.claims = [
    {
      name: 'digits-workspace',
      size: '5Gi',
      phase: 'Bound',
      usedBy: ['digits-0'],
      servers: ['digits'],
      storageClass: 'local-path',
      growth: null,
      problem: null,
      createdAt: fixtures.ago(90)
    },
    {
      name: 'experiments-workspace',
      size: '20Gi',
      phase: 'Bound',
      usedBy: [],
      servers: ['experiments'],
      storageClass: 'local-path',
      growth: null,
      problem: null,
      createdAt: fixtures.ago(90)
    },
    {
      name: 'notebook-workspace',
      size: '5Gi',
      phase: 'Bound',
      usedBy: [],
      servers: [],
      storageClass: 'fast',
      growth: { size: '8Gi', message: 'It waits for its driver to enlarge it to 8Gi.' },
      problem: 'waiting for an external controller to expand this PVC',
      createdAt: fixtures.ago(90)
    },
    {
      name: 'shared',
      size: '10Gi',
      phase: 'Bound',
      usedBy: ['digits-0'],
      servers: ['digits', 'experiments'],
      storageClass: 'local-path',
      growth: null,
      problem: null,
      createdAt: fixtures.ago(90)
    }
  ];
  return server;
}

const rows = page => page.getByRole('row').nth(1).waitFor();

/** Screen → how to get there. Each begins signed in, with nothing failing. */
const SCREENS = {
  servers: async page => {
    await page.goto('/projects/alice');
    await rows(page);
  },
  all: async page => {
    await page.goto('/servers');
    await rows(page);
  },
  selected: async page => {
    await page.goto('/projects/alice');
    await page.getByLabel('Select digits').check();
    await page.getByLabel('Select experiments').check();
    await page.getByRole('button', { name: 'Delete 2 servers' }).click();
    await page.getByLabel('delete its volume experiments-workspace (20Gi) too').check();
  },
  'restart-many': async page => {
    await page.goto('/projects/alice');
    await page.getByLabel('Select digits').check();
    await page.getByLabel('Select experiments').check();
    await page.getByRole('button', { name: 'Restart 1 server' }).click();
    await page.getByText('1 selected server is stopped').waitFor();
  },
  'change-many': async (page, server) => {
    await page.goto('/projects/alice');
    for (const name of ['digits', 'left-alone', 'experiments']) {
      await page.getByLabel(`Select ${name}`).check();
    }
    await page.getByRole('button', { name: 'Change 3 servers' }).click();
    await page.getByLabel('Memory').fill('4Gi');
    server.failures = [
      {
        path: /left-alone.actions.edit/,
        problem: fixtures.problem(
          403,
          'The quota of project "alice" is used up: 8Gi of 8Gi memory.'
        )
      }
    ];
    await page.getByRole('button', { name: 'Show what changes' }).click();
    await page.getByLabel('Restart them now').check();
  },
  'held-back': async page => {
    await page.goto('/projects/alice');
    await page.getByLabel('Select digits').check();
    await page.getByLabel('Select left-alone').check();
    await page.getByRole('button', { name: 'Stop 2 servers' }).click();
    await page.getByText('2 servers are being stopped.').first().waitFor();
    await page.getByRole('button', { name: 'Delete broken' }).click();
    await page.getByRole('button', { name: 'Delete server' }).click();
    await page
      .getByText(/broken will be deleted in/)
      .first()
      .waitFor();
  },
  empty: async page => {
    await page.goto('/projects/empty');
    await page.getByText('No notebook servers yet').waitFor();
  },
  many: async page => {
    await page.goto('/projects/many');
    await rows(page);
    await page.getByRole('searchbox').fill('notebook-1 failed');
  },
  long: async page => {
    await page.goto('/projects/long');
    await rows(page);
  },
  'create-much': async (page, server) => {
    server.options = fixtures.manyOptions();
    server.capacity = fixtures.capacity(1);
    await page.goto('/projects/alice/new');
    await page.getByRole('button', { name: /^GPU/ }).click();
    await page.getByRole('button', { name: 'Add a variable' }).click();
    await page.getByRole('button', { name: 'Add a volume' }).click();
    await page.getByLabel('Data volume 1: name').fill('digits-data');
    await page.getByLabel('Data volume 1: where it is mounted').fill('/home/jovyan/data');
    await page.getByLabel('Variable 1: name').fill('DEBUG');
    await page.getByText('The cluster takes this.').waitFor();
    await page.getByText('YAML', { exact: true }).click();
    await page.getByText('kind: Notebook').waitFor();
  },
  volumes: async page => {
    await page.goto('/projects/alice/volumes');
    await rows(page);
  },
  files: async page => {
    await page.goto('/projects/alice/volumes/shared');
    await rows(page);
  },
  'volume-new': async page => {
    await page.goto('/projects/alice/volumes');
    await page.getByRole('button', { name: 'New volume' }).click();
    await page.getByRole('button', { name: 'Create volume' }).click();
  },
  'yaml-edit': async page => {
    await page.goto('/projects/alice/notebooks/digits/yaml');
    await page.getByRole('button', { name: 'Edit' }).click();
    const area = page.getByRole('textbox');
    await area.fill((await area.inputValue()).replace('memory: 1Gi', 'memory: 2Gi'));
    await page.getByRole('button', { name: 'Show what changes' }).click();
    await page.getByRole('button', { name: 'Apply' }).waitFor();
  },
  viewer: async page => {
    await page.goto('/projects/team');
    await rows(page);
  },
  loading: async (page, server) => {
    server.silent = true;
    await page.goto('/projects/alice');
    await page.getByText('Loading the notebook servers').waitFor();
  },
  failed: async (page, server) => {
    server.failures = [{ path: /subscriptions/, problem: NOT_ANSWERING }];
    await page.goto('/projects/alice');
    await page.getByText('could not be loaded').waitFor();
  },
  'action-failed': async (page, server) => {
    await page.goto('/projects/alice');
    server.failures = [{ path: /actions/, problem: NOT_ANSWERING }];
    await page.getByRole('button', { name: 'Stop digits' }).click();
    await page.getByRole('alert').waitFor();
  },
  lost: async (page, server) => {
    await page.goto('/projects/alice');
    await rows(page);
    await server.close();
    await page.getByText('The connection is lost').waitFor();
  },
  menu: async page => {
    await page.goto('/projects/alice');
    await rows(page);
    await page.locator('.user-button').click();
  },
  delete: async page => {
    await page.goto('/projects/alice');
    await page.getByRole('button', { name: 'Delete experiments' }).click();
    await page.getByText('Delete the volume').waitFor();
  },
  'delete-without-volume': async page => {
    await page.goto('/projects/alice');
    await page.getByRole('button', { name: 'Delete broken' }).click();
  },
  create: async page => {
    await page.goto('/projects/empty/new');
    await page.getByText('The largest node has 2').waitFor();
  },
  'create-errors': async (page, server) => {
    await page.goto('/projects/alice/new');
    await page.getByLabel('Name').fill('Not A Name');
    await page.getByLabel('Image', { exact: true }).selectOption('custom:');
    await page.getByLabel('CPU (cores)').fill('16');
    await page.getByLabel('Memory', { exact: true }).fill('64');
    await page.getByLabel('Size', { exact: true }).fill('lots');
    server.failures = [];
    await page.getByRole('button', { name: 'Create server' }).click();
  },
  'create-refused': async (page, server) => {
    server.failures = [
      {
        path: /POST .*notebooks/,
        problem: fixtures.problem(
          403,
          'The quota of project "alice" is used up: 4Gi of 4Gi memory. Stop a server first.'
        )
      }
    ];
    await page.goto('/projects/alice/new');
    await page.getByText('The largest node has 2').waitFor();
    await page.getByLabel('A volume that exists').check();
    await page.getByLabel('Volume', { exact: true }).selectOption('experiments-workspace');
    await page.getByRole('button', { name: 'Create server' }).click();
    await page.getByRole('alert').waitFor();
  },
  overview: async page => {
    await page.goto('/projects/alice/notebooks/big-model');
    await page.getByText('Created by').waitFor();
  },
  events: async page => {
    await page.goto('/projects/alice/notebooks/digits/events');
    await page.getByText('FailedScheduling').waitFor();
  },
  logs: async page => {
    await page.goto('/projects/alice/notebooks/digits/logs');
    await page.getByText('60 lines').waitFor();
  },
  conditions: async page => {
    await page.goto('/projects/alice/notebooks/digits/conditions');
    await page.getByText('Idle', { exact: true }).waitFor();
  },
  'server-volumes': async page => {
    await page.goto('/projects/alice/notebooks/digits/volumes');
    await rows(page);
  },
  resize: async page => {
    await page.goto('/projects/alice/notebooks/digits');
    await page.getByRole('button', { name: 'Change size or image of digits' }).click();
    await page.getByLabel('Memory').fill('4Gi');
    await page.getByRole('button', { name: 'Show what changes' }).click();
    await page.getByText('Restart it now').waitFor();
  },
  clone: async page => {
    await page.goto('/projects/alice/notebooks/digits');
    await page.getByRole('button', { name: 'Make a server like digits' }).click();
    await page.getByText('The cluster takes this.').waitFor();
  },
  yaml: async page => {
    await page.goto('/projects/alice/notebooks/digits/yaml');
    await page.getByText('apiVersion').waitFor();
  },
  gone: async page => {
    await page.goto('/projects/alice/notebooks/nobody');
    await page.getByText('There is no server').waitFor();
  },
  signin: async (page, server) => {
    server.signedIn = false;
    await page.goto('/signin');
    await page.getByLabel('User name').fill('alice');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
  },
  unreachable: async (page, server) => {
    server.failures = [
      {
        path: /session/,
        problem: fixtures.problem(
          502,
          'The server does not answer. Check the connection, then try again.'
        )
      }
    ];
    await page.goto('/');
    await page.getByRole('alert').waitFor();
  }
};

async function draw(browser, screen, size, scheme) {
  const server = fixtureServer();
  const baseURL = await server.listen();
  const context = await browser.newContext({
    baseURL,
    viewport: SIZES[size],
    colorScheme: scheme,
    reducedMotion: 'reduce'
  });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', message => {
    if (/Content Security Policy/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  try {
    await SCREENS[screen](page, server);
    await page.waitForTimeout(150);
    await page.screenshot({
      path: `${folder}/${screen}-${size}-${scheme}.png`,
      fullPage: screen !== 'many'
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    complaints.push(
      ...violations.map(
        ({ id, nodes }) =>
          `axe ${id}: ${nodes[0].html.slice(0, 160)} (${nodes.length}) ${nodes[0].any[0]?.message ?? ''}`
      )
    );
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    if (overflow > 0) {
      complaints.push(`wider than the window by ${overflow} px`);
    }
  } catch (error) {
    complaints.push(String(error));
  } finally {
    await context.close();
    if (server.http.listening) {
      await server.close();
    }
  }
  return complaints.map(complaint => `${screen} ${size} ${scheme}: ${complaint}`);
}

await mkdir(folder, { recursive: true });
const browser = await chromium.launch(BROWSER);
const complaints = [];
for (const screen of Object.keys(SCREENS).filter(name => !only || only.split(',').includes(name))) {
  for (const size of Object.keys(SIZES)) {
    for (const scheme of ['light', 'dark']) {
      complaints.push(...(await draw(browser, screen, size, scheme)));
    }
  }
}
await browser.close();
complaints.forEach(complaint => console.error(complaint));
process.exitCode = complaints.length > 0 ? 1 : 0;
