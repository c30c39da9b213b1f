import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportContent } from '@/lib/contracts/report-content';
import { DAY_MS } from '@/lib/util/durations';
import { readXlsx } from '@/test/support/read-xlsx';
import { reportContent, reportContents, withWithdrawn } from '@/test/support/report-content';
import { runs } from '@/test/support/runs';
import { filterText, knownFromText } from '../parts/cover';
import { wordsOf } from '../words';
import { xlsxOfReport } from './workbook';

const DAYS_TO_1970 = 25_569;
type Cell = string | number | null;

async function sheetsOf(content: ReportContent): Promise<Map<string, Cell[][]>> {
  const sheets = readXlsx(await xlsxOfReport(content));
  return new Map(sheets.map(({ name, rows }) => [name, rows as Cell[][]]));
}

/** The rows of a sheet below its head, as objects. */
function recordsOf(sheet: Cell[][] | undefined): Record<string, Cell>[] {
  const [head = [], ...rows] = sheet ?? [];
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [String(name), row[index] ?? null])));
}

describe('the workbook of a report', () => {
  it('has every host, with its figures as numbers and its times by the clock of the zone', async () => {
    const content = { ...reportContent(), lang: 'en' as const, timeZone: 'Asia/Kolkata' };
    const hosts = recordsOf((await sheetsOf(content)).get('Every host'));
    expect(hosts.map(({ Host, VMs }) => [Host, VMs])).toEqual(
      content.hosts.map(({ hostname, shieldedVms }) => [hostname, shieldedVms]),
    );
    const since = hosts.map((host) => (Number(host['Since (Asia/Kolkata)']) - DAYS_TO_1970) * DAY_MS);
    const kolkataMs = 5.5 * 3_600_000;
    for (const [index, ms] of since.entries())
      expect(ms).toBeCloseTo(Date.parse(content.hosts[index]?.since ?? '') + kolkataMs, -1);
  });

  it('says of each exception when it was withdrawn and by whom', async () => {
    const content = { ...withWithdrawn(reportContent()), lang: 'en' as const, timeZone: 'UTC' };
    const rows = recordsOf((await sheetsOf(content)).get('Exceptions'));
    expect(content.exceptions.some(({ withdrawnAt }) => withdrawnAt !== null)).toBe(true);
    expect(rows.map((row) => [row['Withdrawn by'], row['Withdrawn (UTC)'] === null])).toEqual(
      content.exceptions.map(({ withdrawnAt, withdrawnBy }) => [withdrawnBy, withdrawnAt === null]),
    );
  });

  it('has each failure of the period, with its times, what became of it and how long it took', async () => {
    const content = { ...reportContent(), lang: 'en' as const, timeZone: 'UTC' };
    const rows = recordsOf((await sheetsOf(content)).get('Failures of the period'));
    const words = {
      repaired: 'Repaired',
      failing: 'Still failing at the end',
      unverified: 'Unverified from then on',
    };
    expect(new Set(content.failures.map(({ end }) => end))).toEqual(new Set(Object.keys(words)));
    expect(rows.map((row) => [row.Host, row.End, row['Repaired (UTC)'] === null])).toEqual(
      content.failures.map(({ hostname, end, to }) => [
        hostname,
        words[end as keyof typeof words],
        to === null,
      ]),
    );
    for (const [index, row] of rows.entries())
      expect(row['Duration, hours']).toBeCloseTo((content.failures[index]?.seconds ?? 0) / 3_600, 6);
  });

  it('says which hosts its filter leaves out and since when anything is known, as the PDF and the page do', async () => {
    const scope = { filter: 'state=Passed', fabrics: ['DR'] };
    const knownFrom = '2026-11-25T08:00:00.000Z';
    const content = { ...reportContent({ kind: 'moment', hosts: 3 }), scope, knownFrom, lang: 'en' as const };
    const words = wordsOf(content);
    const about = async (of: ReportContent) =>
      new Map(recordsOf((await sheetsOf(of)).get('Summary')).map((row) => [row.Field, row.Value]));
    expect((await about(content)).get('Filter')).toBe(filterText({ words, content }));
    expect((await about(content)).get('Filter')).toContain('Only hosts that match');
    expect((await about(content)).get('What is known')).toBe(knownFromText({ words, content }));
    expect((await about({ ...content, knownFrom: null })).has('What is known')).toBe(false);
  });

  it('has one row for each cause of each host', async () => {
    const content = { ...reportContent(), lang: 'en' as const };
    const rows = recordsOf((await sheetsOf(content)).get('Not compliant'));
    expect(rows.map(({ Host, Cause }) => [Host, Cause])).toEqual(
      content.hosts.flatMap(({ hostname, causes }) => causes.map((cause) => [hostname, cause])),
    );
  });

  it.each(['en', 'fr'] as const)('has names that spreadsheets take, each once, in %s', async (lang) => {
    const named = [...(await sheetsOf({ ...reportContent(), lang })).keys()];
    expect(new Set(named).size).toBe(named.length);
    for (const name of named) expect(name).toMatch(/^[^[\]:*?/\\]{1,31}$/);
  });

  it('holds the totals of any report, and is the same for the same content', async () => {
    const property = fc.asyncProperty(reportContents, async (any) => {
      const content = { ...any, lang: 'en' as const };
      const bytes = await xlsxOfReport(content);
      expect(Buffer.compare(bytes, await xlsxOfReport(content))).toBe(0);
      const figures = new Map(
        recordsOf((await sheetsOf(content)).get('Summary')).map((row) => [row.Field, row.Value]),
      );
      const { hosts, compliant, excepted, nonCompliant, unverified, rate } = content.totals;
      const words = ['Hosts', 'Compliant', 'Excepted', 'Not compliant', 'Unverified', 'Rate'];
      expect(words.map((word) => figures.get(word))).toEqual([
        ...[hosts, compliant, excepted, nonCompliant, unverified],
        rate ?? 'No data',
      ]);
    });
    await fc.assert(property, { numRuns: runs({ push: 4, long: 200 }) });
  });
});
