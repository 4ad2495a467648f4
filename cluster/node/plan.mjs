import { createHash } from 'node:crypto';

/**
 * Addresses of the clusters on one machine. All are out of 198.18.0.0/15, a range reserved for
 * measurements: no office network or VPN uses it, so nothing that the machine can reach is hidden.
 * It is cut in 16 slots of /19. Slot 0 holds the point-to-point links between the host and each
 * cluster; every other slot is one cluster's: its first half for pods, its second for services.
 */
const RANGE_START = (198 << 24) | (18 << 16);
const SLOT_SIZE = 1 << 13;

/** The first and the last slot that a cluster can have. */
export const SLOTS = { first: 1, last: 15 };

/** All addresses of all clusters: what a check for leftovers looks for. */
export const WHOLE_RANGE = '198.18.0.0/15';

/**
 * @typedef {object} Plan
 * @property {number} slot
 * @property {string} range everything but the link: what the host routes to the node
 * @property {string} podRange
 * @property {string} podFirst first address a pod may get
 * @property {string} serviceRange
 * @property {string} apiService ClusterIP of the service `kubernetes`
 * @property {string} dnsService ClusterIP of the cluster's DNS
 * @property {string} gatewayService ClusterIP kept for the gateway, so that it is known before it runs
 * @property {string} hostAddress the host's end of the link
 * @property {string} nodeAddress the node's end of the link: the node's address
 * @property {number} linkPrefix
 * @property {string} hostLink name of the host's end
 * @property {string} nodeLink name of the node's end
 */

/**
 * @param {number} slot
 * @returns {Plan}
 */
export function planFor(slot) {
  if (!Number.isInteger(slot) || slot < SLOTS.first || slot > SLOTS.last) {
    throw new RangeError(`slot ${slot} is not between ${SLOTS.first} and ${SLOTS.last}`);
  }
  const start = RANGE_START + slot * SLOT_SIZE;
  const services = start + SLOT_SIZE / 2;
  const link = RANGE_START + slot * 4;
  return {
    slot,
    range: `${dotted(start)}/19`,
    podRange: `${dotted(start)}/20`,
    podFirst: dotted(start + 2),
    serviceRange: `${dotted(services)}/20`,
    apiService: dotted(services + 1),
    dnsService: dotted(services + 10),
    gatewayService: dotted(services + 80),
    hostAddress: dotted(link + 1),
    nodeAddress: dotted(link + 2),
    linkPrefix: 30,
    hostLink: `kfl${slot}h`,
    nodeLink: `kfl${slot}n`
  };
}

/**
 * The slots in the order in which a new cluster tries them. Each name begins elsewhere, so that
 * clusters with different state folders, which do not know of each other, seldom meet.
 * @param {string} name
 * @returns {number[]}
 */
export function slotOrder(name) {
  const count = SLOTS.last - SLOTS.first + 1;
  const begin = createHash('sha256').update(name).digest().readUInt32BE(0) % count;
  return Array.from({ length: count }, (_, i) => SLOTS.first + ((begin + i) % count));
}

/**
 * Whether two IPv4 ranges (`a.b.c.d/n`, or a single address) share an address.
 * @param {string} one
 * @param {string} other
 * @returns {boolean}
 */
export function overlaps(one, other) {
  const [a, b] = [bounds(one), bounds(other)];
  return a.first <= b.last && b.first <= a.last;
}

/**
 * @param {string} range
 * @returns {{ first: number, last: number }}
 */
function bounds(range) {
  const [address = '', prefix = '32'] = range.split('/');
  const size = 2 ** (32 - Number(prefix));
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = Math.floor(value / size) * size;
  return { first, last: first + size - 1 };
}

/**
 * @param {number} address
 * @returns {string}
 */
function dotted(address) {
  return [24, 16, 8, 0].map(shift => (address >>> shift) & 255).join('.');
}
