/**
 * Bundles the app into dist/: index.html and, under assets/, everything else. File names carry a hash of the
 * content (but logo.svg), so that they may be cached for ever; index.html may not.
 */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const room = fileURLToPath(new URL('.', import.meta.url));
const dist = `${room}dist`;

const common = {
  absWorkingDir: room,
  bundle: true,
  minify: true,
  sourcemap: true,
  metafile: true,
  outdir: `${dist}/assets`,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  target: ['chrome123', 'firefox120', 'safari17.5'],
  logLevel: 'warning',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: {
    '@kubeflow-lab/live': '../live/index.ts',
    '@kubeflow-lab/resources': '../resources/index.ts',
    '@kubeflow-lab/resources/german': '../resources/told/german/index.ts'
  }
};

/** Entry point → file below dist/, of a build. */
function outputs({ metafile }) {
  return Object.entries(metafile.outputs)
    .filter(([, output]) => output.entryPoint)
    .map(([file, output]) => [basename(output.entryPoint), relative('dist', file)]);
}

await rm(dist, { recursive: true, force: true });
await mkdir(`${dist}/assets`, { recursive: true });
const built = await Promise.all([
  build({
    ...common,
    entryPoints: ['main.tsx', 'worker.ts', 'styles/styles.css'],
    format: 'esm',
    splitting: true
  }),
  // Not a module: it must run before the page is drawn.
  build({ ...common, entryPoints: ['app/theme-first.ts'], format: 'iife' })
]);
const files = new Map(
  built.flatMap(outputs).map(([entry, file]) => [entry.replace(/\.tsx?$/, '.js'), `/${file}`])
);
const page = await readFile(`${room}index.html`, 'utf8');
await writeFile(
  `${dist}/index.html`,
  page.replace(/%([^%]+)%/g, (_place, entry) => {
    const file = files.get(entry);
    if (file === undefined) {
      throw new Error(`index.html names ${entry}, which was not built`);
    }
    return file;
  })
);
// Its script is in it: at the path of a dashboard's host where it is shown, nothing else of ours is found.
const {
  outputFiles: [script]
} = await build({
  ...common,
  entryPoints: ['frame/frame.ts'],
  format: 'iife',
  sourcemap: false,
  write: false
});
const frame = await readFile(`${room}frame/frame.html`, 'utf8');
await writeFile(
  `${dist}/frame.html`,
  frame.replace('%frame.js%', () => script.text)
);
await copyFile(`${room}assets/logo.svg`, `${dist}/assets/logo.svg`);
