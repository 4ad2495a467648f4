import { logLines } from '../../testing/fixtures.js';
import { blocksOf, plainText } from './log-text.js';

describe('plainText', () => {
  it.each([
    ['\u001b[33mwarning\u001b[0m', 'warning'],
    ['\u001b]0;title\u0007text', 'text'],
    ['10%\r50%\r100%', '100%'],
    ['Windows\r', 'Windows'],
    ['<b>&amp;</b>', '<b>&amp;</b>']
  ])('%j is read as %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
});

describe('blocksOf', () => {
  it('keeps all lines in order, and their blocks while the beginning is dropped', () => {
    const lines = logLines(900, 150);
    const whole = blocksOf(lines);
    expect(whole.flatMap(block => block.lines)).toEqual(lines);
    const shortened = blocksOf(lines.slice(100));
    expect(shortened.slice(1)).toEqual(whole.slice(2));
  });
});
