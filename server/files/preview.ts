/** What of a file is shown before it is downloaded. */

/** How much of a text is shown, and how large an image may be, in bytes. */
export const TEXT_PREVIEW = 256 * 1024;
export const IMAGE_PREVIEW = 10 * 1024 * 1024;

const IMAGES: readonly [type: string, magic: (bytes: Buffer) => boolean][] = [
  ['image/png', starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['image/jpeg', starts(0xff, 0xd8, 0xff)],
  ['image/gif', starts(0x47, 0x49, 0x46, 0x38)],
  [
    'image/webp',
    bytes => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
  ]
];

function starts(...magic: number[]): (bytes: Buffer) => boolean {
  return bytes => magic.every((byte, index) => bytes[index] === byte);
}

/**
 * What the first bytes of a file are: the type of an image, `text`, or null for anything else. Names say nothing: what a
 * browser gets is called what it is. An SVG is a text.
 */
export function kindOf(head: Buffer): string | null {
  const image = IMAGES.find(([, matches]) => matches(head));
  if (image !== undefined) {
    return image[0];
  }
  return isText(head) ? 'text' : null;
}

function isText(head: Buffer): boolean {
  if (head.includes(0)) {
    return false;
  }
  try {
    // As a stream, because the last character may be cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
