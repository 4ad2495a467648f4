/** Bundles one platform program (server, controller or engines) into a single file, so that its image layer is small. */
import { build } from 'esbuild';

const room = process.argv[2];
if (room === undefined || !['server', 'controller', 'engines'].includes(room)) {
  throw new Error('usage: node esbuild.platform.mjs server|controller|engines');
}
await build({
  entryPoints: [new URL(`${room}/main.ts`, import.meta.url).pathname],
  outfile: new URL(`${room}/dist/${room}.mjs`, import.meta.url).pathname,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  sourcemap: true,
  logLevel: 'warning',
  // Some dependencies are CommonJS and call require() for Node's own modules.
  banner: {
    js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);"
  }
});
