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

  it('makes the address of the sign-in page', () => {
    expect(signInAddress('/')).toBe('/sign-in');
    expect(signInAddress('/hosts?q=a&b')).toBe('/sign-in?next=%2Fhosts%3Fq%3Da%26b');
  });
});
