/** DNS-1035 label: what a Service may be called. */
const DNS_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
/** DNS-1123 subdomain: what most objects may be called. */
const DNS_1123_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * The sentence that says why `name` cannot be a name of `what` ("a notebook server"), or null where it can:
 * a DNS-1035 label of at most `max` characters.
 */
export function nameProblem(name: string, what: string, max: number): string | null {
  if (name === '') {
    return `Give ${what} a name.`;
  }
  if (name.length > max) {
    return `The name has ${name.length} characters; ${what} may have a name of at most ${max}.`;
  }
  if (!DNS_1035.test(name)) {
    return (
      'Use lower-case letters, digits and dashes only; ' +
      'begin with a letter and end with a letter or a digit.'
    );
  }
  return null;
}

/** Whether a text can name a claim, a storage class or another object with the rules of DNS-1123 subdomains. */
export function isObjectName(name: string): boolean {
  return name.length <= 253 && DNS_1123_SUBDOMAIN.test(name);
}
