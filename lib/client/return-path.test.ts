import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownPath, signInAddress } from '@/lib/client/return-path';

describe('ownPath', () => {
  it.each([
    ['/hosts?state=Silent', '/hosts?state=Silent'],
    ['/hosts/../hosts', '/hosts'],
    [null, '/'],
    ['', '/'],
    ['hosts', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
  ])('takes %j to %j', (text, path) => {
    expect(ownPath(text)).toBe(path);
  });

  it.each([
    '/.//evil.example',
    '/a/..//evil.example/phish',
    '/%2e//evil.example',
    '/%2E%2e//evil.example',
    '/./\\evil.example',
    '/.\t//evil.example',
    '/a/../\\/evil.example',
    '/..//evil.example?next=/',
  ])('leaves nothing of %j that leads elsewhere', (text) => {
    expect(ownPath(text)).toBe('/');
  });

  const part = fc.constantFrom(
    ...[
      '/',
      '//',
      '\\',
      '.',
      '..',
      '%2e',
      '%2E',
      '%2f',
      '%5c',
      '\t',
      '\n',
      ' ',
      '@',
      ':',
      '?',
      '#',
      'a',
      'evil.example',
      'https:',
    ],
  );

  it('stays on our origin, for a browser too, whatever the address says', () => {
    const path = fc.oneof(
      fc.array(part, { maxLength: 10 }).map((parts) => parts.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(path, (rest) => {
        for (const text of [rest, `/${rest}`]) {
          const led = ownPath(text);
          expect(led).toMatch(/^\/(?![/\\])/);
          for (const base of ['https://own.example', 'http://own.example:3000/sign-in?next=x'])
            expect(new URL(led, base).origin).toBe(new URL(base).origin);
          // What it answers is safe to be asked again.
          expect(ownPath(led)).toBe(led);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('makes the address of the sign-in page', () => {
    expect(signInAddress('/')).toBe('/sign-in');
    expect(signInAddress('/hosts?q=a&b')).toBe('/sign-in?next=%2Fhosts%3Fq%3Da%26b');
  });
});
