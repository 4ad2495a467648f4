/** What start and stop, tests and benchmarks use of the embedded cluster. */
export { ClearError, messageOf } from './errors.mjs';
export { cached, cachePath, cacheRoot, contentOf, hashOf } from './build/cache.mjs';
export { goTool, goToolPath, isGoToolBuilt, moduleFolder } from './build/go-tool.mjs';
export { checkMachine } from './build/requirements.mjs';
export { staticImage } from './oci/static-image.mjs';
export { packLayer, writeArchive } from './oci/archive.mjs';
export { leftovers } from './node/leftovers.mjs';
export { GATEWAY, setForward } from './node/forwards.mjs';
export { listImages, loadImage } from './node/images.mjs';
export { clusterNames, down, startNode, status } from './node/lifecycle.mjs';
export { DEFAULT_NAME, pathsOf } from './node/state.mjs';
export { runSteps, startSteps } from './steps/graph.mjs';
export { reportTo, SILENT } from './steps/report.mjs';
export { nodeSteps, up } from './up.mjs';
