import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hangOf, linesOf } from './script-indent';

describe('the lines of a script', () => {
  it('are the script when they are joined, whatever it holds', () => {
    const text = fc
      .array(fc.constantFrom('if ($x) {', '  ', '\n', '\r\n', '\t', 'é', '}'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (code) => {
        const lines = linesOf(code);
        expect(lines.map(({ line }) => line).join('')).toBe(code);
        for (const { start, line } of lines) expect(code.startsWith(line, start)).toBe(true);
      }),
    );
  });

  it('have a break at most at their end', () => {
    expect(linesOf('a\n\n  b').map(({ line }) => line)).toEqual(['a\n', '\n', '  b']);
    expect(linesOf('a\n').map(({ line }) => line)).toEqual(['a\n']);
    expect(linesOf('')).toEqual([]);
  });
});

describe('how far in a long line goes on', () => {
  it.each([
    ['Get-Thing', 0],
    [' a', 0],
    ['  a', 1],
    ['    a\n', 2],
    [`${' '.repeat(40)}a`, 5],
    ['      \n', 0],
    ['', 0],
  ])('follows the indentation of %j', (line, expected) => {
    expect(hangOf(line, 6)).toBe(expected);
  });
});
