import { describe, expect, it } from 'vitest';
import { addressAt, pastTimeOf, showsThePast } from './time-address';

const AT = new Date('2026-11-23T17:00:00.000Z');
const words = (text = '') => new URLSearchParams(text);

describe('the address of a page at a time', () => {
  it('keeps what else is asked, but for a cursor, which belongs to another list', () => {
    const asked = words('state=Silent&cursor=abc&at=2020-01-01T00:00:00Z&tab=timeline');
    expect(addressAt('/hosts', asked, AT)).toBe(
      '/hosts?state=Silent&tab=timeline&at=2026-11-23T17%3A00%3A00.000Z',
    );
    expect(addressAt('/hosts', asked, null)).toBe('/hosts?state=Silent&tab=timeline');
    expect(addressAt('/', words('at=2020-01-01T00:00:00Z'), null)).toBe('/');
  });

  it('keeps the time on pages that do not depend on it', () => {
    expect(
      [
        '/',
        '/hosts',
        '/hosts/a',
        '/remediation',
        '/changes',
        '/waves',
        '/waves/a',
        '/plans',
        '/plans/a',
        '/exceptions',
        '/secure-boot',
      ].every(showsThePast),
    ).toBe(true);
    for (const path of [
      '/changes/compare',
      '/settings/about',
      '/reports',
      '/plans/new',
      '/explain',
      '/enroll',
    ]) {
      expect(showsThePast(path)).toBe(false);
      expect(addressAt(path, words(), AT)).toBe(`${path}?at=2026-11-23T17%3A00%3A00.000Z`);
    }
  });
});

describe('the time that an address asks for', () => {
  it('is one that has passed, by a clock that may be a minute behind', () => {
    const now = AT.getTime();
    expect(pastTimeOf(AT.toISOString(), now)).toEqual(AT);
    expect(pastTimeOf('2026-11-23T18:00:00 01:00', now)).toEqual(AT);
    expect(pastTimeOf(AT.toISOString(), now - 60_000)).toEqual(AT);
    for (const text of [null, '', 'then', '2026-11-23T17:01:01Z']) expect(pastTimeOf(text, now)).toBeNull();
  });
});
