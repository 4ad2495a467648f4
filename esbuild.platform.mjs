/** Bundles the programs of a platform room, each into a single file, so that its image layer is small. */
import { build } from 'esbuild';

/** By room: each program's file in `dist` and where it begins. */
const programs = {
  server: { server: 'main.ts' },
  controller: { controller: 'main.ts' },
  engines: {
    engines: 'main.ts',
    artifacts: 'workflow/artifacts/main.ts',
    metrics: 'experiment/collector/main.ts'
  }
};

const room = process.argv[2];
if (!Object.hasOwn(programs, room ?? '')) {
  throw new Error(`usage: node esbuild.platform.mjs ${Object.keys(programs).join('|')}`);
}
const inRoom = path => new URL(`${room}/${path}`, import.meta.url).pathname;
await build({
  entryPoints: Object.fromEntries(
    Object.entries(programs[room]).map(([name, file]) => [name, inRoom(file)])
  ),
  outdir: inRoom('dist'),
  outExtension: { '.js': '.mjs' },
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
