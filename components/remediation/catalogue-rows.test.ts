import { expect, it } from 'vitest';
import type { ToldStep } from '@/components/fleet/remediation-steps';
import { catalogueRows, rowsByTheme, tellScriptsOnce } from '@/components/remediation/catalogue-rows';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { renderEntry } from '@/lib/domain/remediation/render';
import { THEMES } from '@/lib/domain/remediation/themes';
import { remediationText } from '@/lib/i18n/remediation-text';

const entries = CATALOGUE.map((entry) => renderEntry(entry, remediationText('en')));
const rows = catalogueRows(entries);

it('has one row for each word, with all its entries', () => {
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  expect(rows.flatMap((row) => row.entries)).toHaveLength(entries.length);
});

it('is titled by what is true in every attestation mode', () => {
  const row = rows.find(({ key }) => key === 'UnauthorizedHost');
  expect(row?.title).toBe('Not authorised on HGS');
  expect(row?.entries).toHaveLength(4);
});

it('shows the theme of what was asked for by name first, and no theme without rows', () => {
  expect(rowsByTheme(rows, false).map(([theme]) => theme)).toEqual(THEMES);
  const found = rows.filter(({ key }) => key === 'BitLocker' || key === 'Passed').toReversed();
  expect(rowsByTheme(found, true).map(([theme]) => theme)).toEqual(['dataAtRest', 'status']);
});

it('tells each long script whole once, and says of every other step where that is', () => {
  const told = tellScriptsOnce(rows).flatMap((row) => row.entries);
  const whole = new Map<string, string>();
  for (const { title, steps } of told)
    for (const [index, { command, toldAt }] of (steps as ToldStep[]).entries()) {
      if (command === undefined || command.split('\n').length < 6) continue;
      const place = `${title} ${index + 1}`;
      if (toldAt === undefined) expect(whole.has(command)).toBe(false);
      else expect(whole.get(command)).toBe(`${toldAt.title} ${toldAt.step}`);
      if (toldAt === undefined) whole.set(command, place);
    }
  expect(whole.size).toBeGreaterThan(5);
});
