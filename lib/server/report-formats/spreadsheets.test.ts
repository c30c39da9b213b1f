import { beforeAll, describe, expect, it } from 'vitest';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { type OfficeCell, openInLibreOffice } from '@/test/support/libreoffice';
import { reportContent } from '@/test/support/report-content';
import { csvOfFailures, csvOfReport } from './csv';
import { wordsOf } from './words';
import { xlsxOfReport } from './xlsx/workbook';

type Sheet = OfficeCell[][];

/** Names that hosts chose, an hour that the clocks repeat, and `;` between columns. */
const content = {
  ...reportContent({ seed: 4, hosts: 60, isHostile: true, lang: 'fr' }),
  timeZone: 'Europe/Paris',
};
const words = wordsOf(content);

let workbook: Map<string, Sheet>;
let csv: Sheet;
let failures: Sheet;

/** LibreOffice takes seconds to start, and there are other tests beside it. */
const START_MS = 120_000;

beforeAll(async () => {
  const [opened, table, second] = await Promise.all([
    openInLibreOffice(await xlsxOfReport(content), { as: 'xlsx' }),
    openInLibreOffice(csvOfReport(content), { as: 'csv', separator: ';' }),
    openInLibreOffice(csvOfFailures(content), { as: 'csv', separator: ';' }),
  ]);
  workbook = opened;
  csv = [...table.values()][0] ?? [];
  failures = [...second.values()][0] ?? [];
}, START_MS);

/** A column below its head. */
function columnOf([head = [], ...rows]: Sheet = [], name: string): OfficeCell[] {
  const place = head.indexOf(name);
  expect(place, name).toBeGreaterThanOrEqual(0);
  return rows.map((row) => row[place] ?? null);
}

/** As a clock in Paris shows it, to the second. */
const inParis = (time: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Paris',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return format.format(new Date(time)).replace(' ', 'T');
};

/** LibreOffice writes parts of a second as they are left over from a fraction of a day. */
const toSecond = (cell: OfficeCell) => {
  if (cell === null || typeof cell !== 'object') return cell;
  const [whole = '', part = '0'] = cell.date.split('.');
  const ms = Date.parse(`${whole}Z`) + Number(`0.${part}`) * 1_000;
  return new Date(Math.floor(ms + 0.5)).toISOString().slice(0, 19);
};

describe('the spreadsheets of a report, opened by LibreOffice', () => {
  it('has every host of the workbook with real numbers and times', () => {
    const hosts = workbook.get(words.say('hosts.title'));
    expect(columnOf(hosts, words.say('hosts.vms'))).toEqual(content.hosts.map((host) => host.shieldedVms));
    expect(columnOf(hosts, words.say('hosts.state'))).toEqual(content.hosts.map((host) => host.state));
    const head = words.say('workbook.inZone', { head: words.say('hosts.since'), zone: 'Europe/Paris' });
    expect(columnOf(hosts, head).map(toSecond)).toEqual(content.hosts.map(({ since }) => inParis(since)));
  });

  it('has the totals of the workbook as numbers', () => {
    const [, ...rows] = workbook.get(words.say('summary.title')) ?? [];
    const value = new Map(rows.map(([field, cell]) => [field, cell]));
    const { totals } = content;
    expect(value.get(words.say('summary.hosts'))).toBe(totals.hosts);
    for (const name of COMPLIANCE) expect(value.get(words.say(`compliance.${name}`))).toBe(totals[name]);
    expect(value.get(words.say('summary.rate'))).toBeCloseTo(totals.rate ?? 0, 12);
  });

  it('reads the French CSV into columns, with its figures as numbers and no formula', () => {
    expect(columnOf(csv, 'id')).toEqual(content.hosts.map(({ id }) => id));
    expect(columnOf(csv, 'shieldedVms')).toEqual(content.hosts.map((host) => host.shieldedVms));
    expect(columnOf(csv, 'compliantSeconds')).toEqual(content.hosts.map((host) => host.verified?.compliant));
    const shares = content.hosts.map((host) => host.verified?.compliantShare ?? null);
    expect(shares.filter((share) => share !== null && !Number.isInteger(share)).length).toBeGreaterThan(0);
    for (const [index, share] of columnOf(csv, 'compliantShare').entries())
      expect(share).toEqual(shares[index] === null ? null : expect.closeTo(shares[index] ?? 0, 12));
    expect(columnOf(csv, 'since').map((cell) => String(toSecond(cell)).slice(0, 19))).toEqual(
      content.hosts.map(({ since }) => since.slice(0, 19)),
    );
  });

  it('reads the second CSV, which has each failure with its times and how long it lasted', () => {
    const listed = content.failures;
    expect(listed.length).toBeGreaterThan(0);
    expect(columnOf(failures, 'hostId')).toEqual(listed.map(({ hostId }) => hostId));
    expect(columnOf(failures, 'end')).toEqual(listed.map(({ end }) => end));
    for (const name of ['seconds', 'failingSeconds', 'exceptedSeconds'] as const)
      expect(columnOf(failures, name)).toEqual(listed.map((failure) => failure[name]));
    for (const name of ['from', 'to', 'lastFailingAt'] as const)
      expect(columnOf(failures, name).map((cell) => String(toSecond(cell)).slice(0, 19))).toEqual(
        listed.map((failure) => String(failure[name]).slice(0, 19)),
      );
  });
});
