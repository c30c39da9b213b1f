import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRfc3339, parseTime } from './rfc3339';

describe('parseRfc3339', () => {
  it.each([
    ['2026-11-24T09:32:06Z', '2026-11-24T09:32:06.000Z'],
    ['2026-11-24T09:32:06.1200000Z', '2026-11-24T09:32:06.120Z'],
    ['2026-11-24T10:32:06.5+01:00', '2026-11-24T09:32:06.500Z'],
    ['2026-12-31T23:59:60Z', '2026-12-31T23:59:59.000Z'],
  ])('reads %s', (text, expected) => {
    expect(new Date(parseRfc3339(text) ?? Number.NaN).toISOString()).toBe(expected);
  });

  it.each([
    '2026-11-24',
    '2026-11-24T09:32:06',
    '2026-11-24T09:32Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    'now',
    '',
    null,
    7,
    {},
  ])('refuses %j', (text) => {
    expect(parseRfc3339(text)).toBeNull();
  });

  it('reads what toISOString writes', () => {
    const years = {
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        expect(parseRfc3339(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});

describe('parseTime', () => {
  const two = (number: number) => String(number).padStart(2, '0');
  const zone = fc.oneof(
    fc.constant('Z'),
    fc
      .tuple(fc.constantFrom('+', '-'), fc.nat({ max: 14 }), fc.nat({ max: 59 }))
      .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`),
  );
  const minute = fc
    .date({
      min: new Date('1000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length));

  it('reads a minute with its zone as its first second, and none without a zone', () => {
    fc.assert(
      fc.property(minute, zone, (text, offset) => {
        expect(parseTime(text + offset)).toBe(parseRfc3339(`${text}:00${offset}`));
        expect(parseTime(text + offset)).not.toBeNull();
        expect(parseTime(text)).toBeNull();
      }),
    );
  });

  it('reads whatever has seconds as agents have to write it, and nothing else', () => {
    const pieces = fc.constantFrom(
      '2026-11-24',
      '2026-02-30',
      'T',
      ' ',
      '09:32',
      '24:00',
      ':07',
      ':60',
      '.5',
      'Z',
      '+01:00',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
        const text = parts.join('');
        const strict = parseRfc3339(text);
        if (strict !== null) expect(parseTime(text)).toBe(strict);
        else if (parseTime(text) !== null) expect(text).toMatch(/^[\d-]{10}[T ]\d\d:\d\d(Z|[+-]\d\d:\d\d)$/);
      }),
    );
  });
});
