import { expect, it } from 'vitest';
import type { Locale } from '@/lib/i18n/locales';
import { titleOf } from './title-of-report';

const inParis = (from: string | null, asOf: string, locale: Locale = 'en') => {
  const times = { from: from === null ? null : new Date(from), asOf: new Date(asOf) };
  return titleOf('DR', times, { locale, timeZone: 'Europe/Paris' });
};

it('names a period by its first and last day, and the year of both where they are of two', () => {
  expect(inParis('2026-09-30T22:00Z', '2026-10-31T23:00Z')).toBe(
    'Attestation compliance, DR, 1 Oct to 31 Oct 2026',
  );
  expect(inParis('2025-11-30T23:00Z', '2026-11-30T23:00Z')).toBe(
    'Attestation compliance, DR, 1 Dec 2025 to 30 Nov 2026',
  );
  expect(inParis('2025-11-30T23:00Z', '2025-12-31T23:00Z')).toBe(
    'Attestation compliance, DR, 1 Dec to 31 Dec 2025',
  );
});

it('names a period of one day by that day', () => {
  expect(inParis('2026-11-26T23:00Z', '2026-11-27T23:00Z')).toBe('Attestation compliance, DR, 27 Nov 2026');
  expect(inParis('2026-11-26T23:00Z', '2026-11-27T23:00Z', 'fr')).toBe(
    'Conformité de l’attestation, DR, 27 nov. 2026',
  );
  // The same day of another year is another day.
  expect(inParis('2025-11-26T23:00Z', '2026-11-27T23:00Z')).toBe(
    'Attestation compliance, DR, 27 Nov 2025 to 27 Nov 2026',
  );
});

it('names a moment by its clock', () => {
  expect(inParis(null, '2026-11-27T23:00Z')).toMatch(/^Attestation compliance, DR, 28 November 2026 00:00/);
});
