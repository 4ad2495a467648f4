import { kindOf } from './preview.js';

const bytes = (...values: number[]) => Buffer.from(values);

it.each([
  ['a PNG', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0), 'image/png'],
  ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
  ['a GIF', Buffer.from('GIF89a\0\0'), 'image/gif'],
  ['a WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'), 'image/webp'],
  ['a sound, which begins like a WebP', Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), null],
  ['nothing', Buffer.alloc(0), 'text'],
  ['a text', Buffer.from('a,b\n1,ü\n'), 'text'],
  ['a text that is cut in a character', Buffer.from('ü').subarray(0, 1), 'text'],
  ['a page, as what is written in it', Buffer.from('<script>alert(1)</script>'), 'text'],
  ['a drawing that can hold a script', Buffer.from('<svg onload="alert(1)"/>'), 'text'],
  ['another encoding', bytes(0x61, 0xe4, 0x62), null],
  ['a program', bytes(0x7f, 0x45, 0x4c, 0x46, 0), null]
])('%s', (_what, head, kind) => {
  expect(kindOf(head)).toBe(kind);
});
