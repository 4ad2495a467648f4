import { defineConfig } from '@playwright/test';

/** Where the platform under test answers; `npm test` sets it to its own throw-away cluster. */
const origin = process.env.KUBEFLOW_LAB_TEST_ORIGIN;
if (!origin) {
  throw new Error('KUBEFLOW_LAB_TEST_ORIGIN is not set: run these tests with `npm test`.');
}

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: './test-results',
  // One person walks through the product; the two cores belong to the cluster under test.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 5 * 60_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: origin,
    // A locator that finds nothing fails by itself, long before the test's time is over.
    actionTimeout: 30_000,
    viewport: { width: 1360, height: 860 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
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
    }
  }
});
