import { checkPort, parseTarget } from './forward.mjs';
import { pathsOf, readJson, writeJson } from './state.mjs';

/** A target that stands for the address kept for the gateway: the plan, and with it the address, is not known before. */
export const GATEWAY = 'gateway';
const GATEWAY_PORT = 80;

/** @type {Record<string, string | null>} */
const DEFAULT_FORWARDS = { 8080: GATEWAY };

/**
 * What a cluster's loopback ports are to lead to: as asked for, else as before, else port 8080 to the gateway.
 * @param {import('./state.mjs').Paths} paths
 * @param {Record<string, string | null>} [asked]
 * @returns {Promise<Record<string, string | null>>}
 */
async function forwardsOf(paths, asked) {
  return asked ?? (await readJson(paths.forwardFile)) ?? DEFAULT_FORWARDS;
}

/**
 * Fails with one sentence when a port that a cluster needs is taken.
 * @param {import('./state.mjs').Paths} paths
 * @param {Record<string, string | null>} [asked]
 */
export async function checkPorts(paths, asked) {
  for (const [port, target] of Object.entries(await forwardsOf(paths, asked))) {
    if (target && target !== GATEWAY) {
      parseTarget(target);
    }
    await checkPort(Number(port));
  }
}

/**
 * Writes what the supervisor reads: loopback port → address.
 * @param {import('./state.mjs').Paths} paths
 * @param {import('./plan.mjs').Plan} plan
 * @param {Record<string, string | null>} [asked]
 */
export async function writeForwards(paths, plan, asked) {
  const gateway = `${plan.gatewayService}:${GATEWAY_PORT}`;
  const targets = Object.entries(await forwardsOf(paths, asked));
  await writeJson(
    paths.forwardFile,
    Object.fromEntries(
      targets.map(([port, target]) => [port, target === GATEWAY ? gateway : target])
    )
  );
}

/**
 * Says where a loopback port leads. It takes effect within a second, also for a cluster that runs.
 * @param {string} name of the cluster
 * @param {number} port
 * @param {string | null} target `IP:PORT`; null closes the port again
 */
export async function setForward(name, port, target) {
  const paths = pathsOf(name);
  const forwards = (await readJson(paths.forwardFile)) ?? {};
  if (target) {
    parseTarget(target);
    forwards[port] = target;
  } else {
    delete forwards[port];
  }
  await writeJson(paths.forwardFile, forwards);
}
