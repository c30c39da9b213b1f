import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { CreateReportInput } from '@/lib/contracts/reports';
import { Time, TimeText } from '@/lib/contracts/time';
import { parseHostQuery } from '@/lib/contracts/words/host-query';

const RULE = 'a time with its zone, such as 2026-11-24T09:32:07Z (RFC 3339, also without seconds)';
const report = { kind: 'moment', timeZone: 'UTC', lang: 'en' };

it.each([
  ...['2026-11-01T00:00', '2026-11-01T00Z', '2026-02-30T00:00Z', '2026-11-01T00:00:00', '2026-11-01'],
  // PostgreSQL has no year 0, and no date as a text a year of five digits.
  ...['0000-12-31T00:00:00Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:00:00-14:00'],
])('refuses %s with one that is taken, wherever it stands', (text) => {
  const said = [
    TimeText.safeParse(text),
    Time.safeParse(text),
    CreateReportInput.safeParse({ ...report, at: text }),
  ].map(({ error }) => error?.issues[0]?.message);
  expect(said).toEqual(said.map(() => `must be ${RULE}`));
  expect(parseHostQuery(new URLSearchParams({ at: text }))).toMatchObject({
    ok: false,
    parameter: 'at',
    message: expect.stringContaining(RULE),
  });
});

it.each([
  ['2026-11-24T09:32:07Z', '2026-11-24T09:32:07.000Z'],
  ['2026-11-24T09:32Z', '2026-11-24T09:32:00.000Z'],
  ['2026-11-24T09:32+01:00', '2026-11-24T08:32:00.000Z'],
])('takes %s, in a body and in an address', (text, expected) => {
  expect(Time.parse(text).toISOString()).toBe(expected);
  expect(new Date(TimeText.parse(text)).toISOString()).toBe(expected);
  expect(parseHostQuery(new URLSearchParams({ at: text }))).toMatchObject({
    ok: true,
    query: { at: new Date(expected) },
  });
});

it('is published by a pattern that every time which is taken has', () => {
  const { pattern, format } = z.toJSONSchema(TimeText, { io: 'input' });
  // Clients take this one as a pattern that asks for seconds.
  expect(format).toBeUndefined();
  const hasPattern = (text: string) => new RegExp(String(pattern)).test(text);
  const part = (least: number, most: number) =>
    fc.integer({ min: least, max: most }).map((number) => String(number).padStart(2, '0'));
  const offset = fc.oneof(
    fc.constant('Z'),
    part(0, 14).map((hours) => `+${hours}:00`),
  );
  const seconds = fc.oneof(
    fc.constant(''),
    part(0, 59).map((text) => `:${text}`),
    fc.constant(':07.123'),
  );
  fc.assert(
    fc.property(part(1, 12), part(1, 31), part(0, 23), seconds, offset, (month, day, hour, rest, zone) => {
      const text = `2026-${month}-${day}T${hour}:30${rest}${zone}`;
      if (TimeText.safeParse(text).success) expect(hasPattern(text), text).toBe(true);
    }),
  );
  expect(['2026-11-24T09:32', '2026-11-24', 'T09:32Z'].filter(hasPattern)).toEqual([]);
});
