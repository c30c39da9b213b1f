import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportContent } from '@/lib/contracts/report-content';
import { COMPLIANCE, STATES } from '@/lib/domain/vocabulary';
import { reportContent, reportContents, withWithdrawn } from '@/test/support/report-content';
import { runs } from '@/test/support/runs';
import { wordsOf } from '../words';
import { htmlOfReport } from './html';
import { policyOfPage } from './policy';

const pageOf = (content: ReportContent) => Buffer.from(htmlOfReport(content)).toString('utf8');

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (markup: string) =>
  markup
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');

/** The cells of each row of the table that has this heading, as they are read. */
function rowsOf(page: string, heading: string): string[][] {
  const from = page.indexOf(`${heading}</h2>`);
  const table = page.slice(from, page.indexOf('</table>', from));
  const rows = table.split('<tr>').slice(2);
  return rows.map((row) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => plain(cell ?? '')),
  );
}

describe('a report as a page', () => {
  it.each([
    ['a period', reportContent()],
    ['a moment in French', reportContent({ kind: 'moment', lang: 'fr', hosts: 40 })],
  ])('has every host and the figures of the content: %s', (_, content) => {
    const page = pageOf(content);
    const words = wordsOf(content);
    const title = (key: string) => words.say(`${key}.title`);
    expect(page).toContain(`<html lang="${content.lang}">`);
    const hosts = rowsOf(page, title('hosts'));
    expect(hosts.map(([name, fabric]) => [name, fabric])).toEqual(
      content.hosts.map(({ hostname, fabric }) => [hostname, fabric]),
    );
    expect(rowsOf(page, title('states')).map(([state, , count]) => [state, count])).toEqual(
      STATES.map((state) => [state, words.count(content.states[state])]),
    );
    const fabrics = rowsOf(page, title('summary'));
    expect(fabrics.map((row) => row.slice(0, 6))).toEqual(
      [...content.byFabric, { ...content.totals, fabric: words.say('summary.all') }].map((row) => [
        row.fabric,
        words.count(row.hosts),
        ...COMPLIANCE.map((name) => words.count(row[name])),
      ]),
    );
    expect(page).toContain(content.auditHead?.hash ?? 'none');
    const [first] = page.match(/<ul class="boxes"><li><b>(.*?)<\/b>/)?.slice(1) ?? [];
    const of = { count: content.totals.compliant, all: content.totals.hosts };
    const expected = content.period ? words.share(content.period.verifiedShare) : words.say('boxes.of', of);
    expect(plain(first ?? '')).toBe(expected);
  });

  it.each(['en', 'fr'] as const)('has each failure of the period with what became of it: %s', (lang) => {
    const content = reportContent({ lang });
    const words = wordsOf(content);
    const rows = rowsOf(pageOf(content), words.say('failures.title'));
    expect(rows.map(([host]) => host)).toEqual(content.failures.map(({ hostname }) => hostname));
    for (const [index, { end, from }] of content.failures.entries()) {
      expect(rows[index]?.[3]).toBe(words.short(from));
      expect(rows[index]?.[4]).toContain(words.say(`failures.ends.${end}`));
    }
    expect(plain(pageOf(content))).toContain(
      words.say('failures.count', { count: content.failures.length, hosts: content.failures.length }),
    );
  });

  it.each(['en', 'fr'] as const)('says what failed where nothing is left to repair: %s', (lang) => {
    const content = { ...reportContent({ lang }), remediation: [], causes: [] };
    const words = wordsOf(content);
    const hosts = content.period?.failures.hosts ?? 0;
    expect(hosts).toBeGreaterThan(0);
    const told = words.say('repair.noneAtEnd', { count: hosts, title: words.say('failures.title') });
    expect(plain(pageOf(content))).toContain(told);
    const quiet = { ...reportContent({ lang, kind: 'moment' }), remediation: [] };
    expect(plain(pageOf(quiet))).toContain(words.say('repair.none'));
  });

  it.each(['en', 'fr'] as const)(
    'says of an exception that it was withdrawn, when and by whom: %s',
    (lang) => {
      const content = withWithdrawn(reportContent({ lang }));
      const words = wordsOf(content);
      const rows = rowsOf(pageOf(content), words.say('exceptions.title'));
      const withdrawn = content.exceptions.filter(({ withdrawnAt }) => withdrawnAt !== null);
      expect(withdrawn.length).toBeGreaterThan(0);
      for (const { number, endsAt, withdrawnBy } of withdrawn) {
        const [time = '', state] = rows.find(([head]) => head?.startsWith(number))?.slice(-2) ?? [];
        expect(time).toContain(
          words.say('exceptions.withdrawnBy', { name: String(withdrawnBy), day: words.day(endsAt) }),
        );
        expect(state).toBe(words.say('exceptions.withdrawn'));
      }
      const ended = content.exceptions.filter((one) => one.withdrawnAt === null);
      for (const { number } of ended)
        expect(rows.find(([head]) => head?.startsWith(number))?.at(-1)).not.toBe(
          words.say('exceptions.withdrawn'),
        );
    },
  );

  it.each(['en', 'fr'] as const)('has the hours of each host that nothing vouches for: %s', (lang) => {
    const content = reportContent({ lang });
    const words = wordsOf(content);
    const unverified = content.hosts.map(({ verified }) => verified?.unverified ?? 0);
    expect(unverified.some((seconds) => seconds > 3_600)).toBe(true);
    const page = pageOf(content);
    expect(rowsOf(page, words.say('hosts.title')).map((row) => row.slice(-2))).toEqual(
      content.hosts.map(({ verified }) => [
        words.hours(verified?.unverified ?? 0),
        words.share(verified?.compliantShare ?? null),
      ]),
    );
    expect(page).toContain(words.say('hosts.unverified'));
    expect(pageOf(reportContent({ lang, kind: 'moment' }))).not.toContain(words.say('hosts.unverified'));
  });

  it('says of a moment that lies before all that is known since when something is', () => {
    const content = { ...reportContent({ kind: 'moment', hosts: 0 }), knownFrom: '2026-11-25T08:00:00.000Z' };
    const words = wordsOf(content);
    const known = words.say('cover.knownFrom', { first: words.long(content.knownFrom) });
    expect(plain(pageOf(content))).toContain(known);
    expect(plain(pageOf({ ...content, knownFrom: null }))).not.toContain('nothing is known of the time');
  });

  it('says up to when each host is verified, and which rest on late evidence', () => {
    const content = reportContent({ lang: 'en' });
    const page = plain(pageOf(content));
    expect(page).toContain('Verified until is the last moment up to the time of the report');
    expect(page).toContain(`${content.evidence.lateHosts} hosts rest on snapshots that came over an hour`);
    const none = { ...content, evidence: { ...content.evidence, lateHosts: 0 } };
    expect(plain(pageOf(none))).not.toContain('rest on snapshots');
  });

  it.each([
    ['en', 'Snapshots of that time may still have been on their way'],
    ['fr', 'Des instantanés de ce moment pouvaient encore être en route'],
  ] as const)('says of a report that is made soon that more may come: %s', (lang, text) => {
    const content = reportContent({ lang });
    expect(plain(pageOf(content))).toContain(text);
    const later = { ...content, generatedAt: content.evidence.settledAt };
    expect(plain(pageOf(later))).not.toContain(text);
  });

  it.each(['en', 'fr'] as const)(
    'says of the days the same in the chart, its title and the table: %s',
    (lang) => {
      const content = reportContent({ lang });
      const words = wordsOf(content);
      const last = content.period?.days.at(-1);
      if (last === undefined) throw new Error('no day');
      const { nonCompliant, excepted, unverified } = last;
      const split = { en: 'not compliant', fr: 'non conformes' }[lang];
      const all = nonCompliant + excepted + unverified;
      const page = plain(pageOf(content));
      expect(page).toMatch(new RegExp(`${all}\\s?: ${nonCompliant} ${split}, ${excepted} `, 'u'));
      for (const name of ['excepted', 'unverified'])
        expect(words.say('days.title').toLowerCase()).toMatch(
          new RegExp(words.say(`compliance.${name}`).slice(0, 6).toLowerCase()),
        );
    },
  );

  it.each([
    ['en', 'BootType: 0 (required: 0; agrees)', 'The evidence agrees; HGS still names the check.'],
    ['fr', 'BootType : 0 (requis : 0 ; concorde)', 'Le constat concorde ; HGS cite quand même ce contrôle.'],
  ] as const)('marks evidence of a failing check that is as required: %s', (lang, line, note) => {
    const content = reportContent({ lang, hosts: 400 });
    const host = content.hosts.find(({ failing }) => failing.length > 0);
    if (host === undefined) throw new Error('no host fails');
    const shown = (agrees: boolean, restartPending: boolean) => {
      const evidence = [{ label: 'BootType', seen: '0', required: '0', agrees }];
      const failing = [{ check: 'FullBoot', inferred: false, restartPending, evidence }];
      const page = pageOf({ ...content, hosts: [{ ...host, failing, causes: ['FullBoot'] }] });
      return plain(page).replaceAll(/\s/gu, ' ');
    };
    expect(shown(true, false)).toContain(line);
    expect(shown(true, false)).toContain(note);
    expect(shown(false, false)).not.toContain(note);
    // One that waits for a restart says so, and no riddle besides.
    expect(shown(true, true)).not.toContain(note);
  });

  it('says where the commands of each repair stand', () => {
    const content = reportContent({ lang: 'en' });
    const page = plain(pageOf(content));
    expect(content.remediation.length).toBeGreaterThan(0);
    for (const { cause } of content.remediation)
      expect(page).toContain(`Commands: https://fabric.example/remediation?q=${cause}`);
  });

  it('says "no data" of an empty scope, and never a rate', () => {
    const page = pageOf(reportContent({ hosts: 0, lang: 'en' }));
    expect(page).toContain('No data');
    expect(plain(page)).not.toMatch(/100(\.0)?\s?%/);
  });

  it('runs nothing, fetches nothing and is the same for the same content, whatever hosts sent', () => {
    const property = fc.property(reportContents, (content) => {
      const page = pageOf(content);
      expect(pageOf(content)).toBe(page);
      // What is no text of ours: no element that runs or fetches, no attribute that hosts could have opened.
      const tags = page.replace(/<style>.*<\/style>/s, '').match(/<[a-z][^>]*>/g) ?? [];
      const kinds = new Set(tags.map((tag) => /^<([a-z\d]+)/.exec(tag)?.[1]));
      for (const kind of ['script', 'img', 'link', 'iframe', 'object', 'form', 'base', 'style'])
        expect(kinds).not.toContain(kind);
      for (const tag of tags) expect(tag).not.toMatch(/\s(on\w+|style|src)=|(href)="(?!#)/);
      expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069\ufffd]/);
      expect(page.match(/<section/g)).toHaveLength(page.match(/<\/section>/g)?.length ?? 0);
      expect(page.match(/<table/g)).toHaveLength(page.match(/<\/table>/g)?.length ?? 0);
    });
    fc.assert(property, { numRuns: runs({ push: 5, long: 300 }) });
  });

  it('says itself what a browser may do with it', () => {
    const page = htmlOfReport(reportContent({ hosts: 1 }));
    expect(policyOfPage(page)).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri/);
    expect(policyOfPage(Buffer.from('<p>none</p>'))).toBe("default-src 'none'");
  });
});
