/** Kubernetes quantities (apimachinery `resource.Quantity`): a decimal number with a binary, a decimal or an exponent suffix. */
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?$/;

const FACTORS: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60
};

/**
 * The value of a quantity in its base unit (cores, bytes, pieces); null where the text is no quantity.
 * Exact up to 2^53.
 */
export function parseQuantity(text: unknown): number | null {
  const match = QUANTITY.exec(String(text));
  if (match === null) {
    return null;
  }
  const suffix = match[2] ?? '';
  const factor = /^[eE][+-]?\d/.test(suffix) ? 10 ** Number(suffix.slice(1)) : FACTORS[suffix];
  return Number(match[1]) * (suffix === '' ? 1 : factor);
}

/** Bytes for people: at most one decimal, binary units. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Math.round(value * 10) / 10}${unit === 0 ? ' ' : ''}${units[unit]}`;
}
