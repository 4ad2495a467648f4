const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** 32-bit FNV-1a of the text's UTF-8 bytes, by which Argo makes ids and pod names. */
export function fnv32a(text: string): number {
  let hash = FNV_OFFSET;
  for (const character of text) {
    for (const byte of utf8(character.codePointAt(0) ?? 0)) {
      hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
    }
  }
  return hash;
}

function utf8(code: number): number[] {
  if (code < 0x80) {
    return [code];
  }
  const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x800) {
    return [0xc0 | (code >> 6), tail(0)];
  }
  return code < 0x10000
    ? [0xe0 | (code >> 12), tail(6), tail(0)]
    : [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
}

/** The id of a node in `status.nodes`: the workflow's own name for its root. */
export function nodeId(workflow: string, node: string): string {
  return node === workflow ? workflow : `${workflow}-${fnv32a(node)}`;
}

/** A pod's name may have 253 characters; ten of them and a dash are for the hash. */
const PREFIX_MAX = 253 - 11;

/** The name of a node's pod, in the form that Argo calls v2. */
export function podName(workflow: string, node: string, template: string): string {
  if (node === workflow) {
    return workflow;
  }
  const prefix = template === '' ? workflow : `${workflow}-${template}`;
  return `${prefix.slice(0, PREFIX_MAX)}-${fnv32a(node)}`;
}
