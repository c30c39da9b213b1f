import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportContent } from '@/lib/contracts/report-content';
import { COMPLIANCE, STATES } from '@/lib/domain/vocabulary';
import { reportContent, reportContents } from '@/test/support/report-content';
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
    fc.assert(property, { numRuns: runs({ push: 10, long: 300 }) });
  });

  it('says itself what a browser may do with it', () => {
    const page = htmlOfReport(reportContent({ hosts: 1 }));
    expect(policyOfPage(page)).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri/);
    expect(policyOfPage(Buffer.from('<p>none</p>'))).toBe("default-src 'none'");
  });
});
