import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportContent } from '@/lib/contracts/report-content';
import { STATES } from '@/lib/domain/vocabulary';
import { renderPdf } from '@/lib/server/report-formats/pdf/render';
import { fillContentSlot } from '@/lib/server/report-formats/pdf/slot';
import { type ReadPdf, withPdf } from '@/test/support/read-pdf';
import { reportContent, reportContents, withWithdrawn } from '@/test/support/report-content';
import { runs } from '@/test/support/runs';
import { newSigner, signedReport } from '@/test/support/signed-report';
import { brokenRules } from '@/test/support/tagged-pdf';

const jsonOf = (content: ReportContent) => Buffer.from(JSON.stringify(content));
const attachmentsOf = (content: ReportContent) => [
  { name: 'Report.json', mimeType: 'application/json', bytes: jsonOf(content) },
  { name: 'hosts & more.csv', mimeType: 'text/csv', bytes: Buffer.from('hostname\n') },
];
const made = new Map<ReportContent, Uint8Array>();
/** Made once: several tests read the same report. */
function pdfOf(content: ReportContent): Uint8Array {
  const bytes = made.get(content) ?? renderPdf(content, attachmentsOf(content));
  made.set(content, bytes);
  return bytes;
}

/** The text without what a line's end takes or adds. */
const squeezed = (text: string) => text.replace(/\s+/g, '');
const textOf = (pdf: ReadPdf) => squeezed(pdf.run('pdftotext', '-layout', '-enc', 'UTF-8'));

const period = reportContent();
const moment = reportContent({ kind: 'moment', lang: 'fr', hosts: 40 });
const hostile = reportContent({ seed: 4, hosts: 60, isHostile: true });
const none = reportContent({ hosts: 0 });

describe('a report as PDF, read by other programs', () => {
  it('says what it is: PDF/A-3a and PDF/UA-1, tagged, with a title and a language', () => {
    withPdf(pdfOf(period), (pdf) => {
      const info = pdf.run('pdfinfo');
      expect(info).toMatch(/^Title: +Attestation compliance report R-2026-11-24-01$/m);
      expect(info).toMatch(/^Tagged: +yes$/m);
      expect(info).toMatch(/^PDF subtype: +PDF\/A-3a$/m);
      expect(info).toMatch(/^Page size: .*\(A4\)$/m);
      const metadata = pdf.run('pdfinfo', '-meta');
      expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>');
      expect(metadata).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
      expect(metadata).toContain('<pdfuaid:part>1</pdfuaid:part>');
      expect(metadata).toContain('Attestation compliance report R-2026-11-24-01</rdf:li>');
    });
  });

  it.each([
    ['a period', period],
    ['a moment in French', moment],
    ['hostile names', hostile],
    ['no host', none],
  ])('keeps the rules of both standards: %s', (_, content) => {
    withPdf(pdfOf(content), (pdf) => {
      expect(pdf.run('qpdf', '--check')).toContain('No syntax or stream encoding errors found');
      const fonts = pdf.run('pdffonts').trim().split('\n').slice(2);
      expect(fonts.length).toBeGreaterThanOrEqual(2);
      for (const font of fonts) expect(font).toMatch(/ yes yes yes +\d+ +0$/);
      expect(brokenRules(pdf.objects())).toEqual([]);
    });
  });

  it('has the attached files inside, and the slot among them', () => {
    const content = Buffer.from('{"content":"signed"}');
    withPdf(fillContentSlot(pdfOf(period), content), (pdf) => {
      const listed = pdf.run('pdfdetach', '-list');
      for (const name of ['content.json', 'Report.json', 'hosts & more.csv']) expect(listed).toContain(name);
      expect(pdf.attached('Report.json')).toEqual(jsonOf(period));
      expect(pdf.attached('content.json').toString().trimEnd()).toBe(content.toString());
      // It looks names up by halves, where poppler reads them all: they have to be in order.
      expect(pdf.run('qpdf', '--show-attachment=content.json').trimEnd()).toBe(content.toString());
      expect(pdf.run('qpdf', '--show-attachment=Report.json')).toBe(jsonOf(period).toString());
    });
  });

  it('is read aloud in order: headings, tables with their heads once, charts', () => {
    withPdf(pdfOf(period), (pdf) => {
      const structure = pdf.run('pdfinfo', '-struct');
      const firstOf = (tag: string) => structure.search(new RegExp(`^ *${tag}\\b`, 'm'));
      const order = ['H1', 'H2', 'Table', 'Figure', 'H3'].map(firstOf);
      expect(Math.min(...order)).toBeGreaterThanOrEqual(0);
      expect(order).toEqual([...order].sort((one, other) => one - other));
      const tables = structure.match(/^ *Table\b/gm) ?? [];
      expect(structure.match(/^ *THead\b/gm)).toHaveLength(tables.length);
    });
  });

  it('has on its cover, as the page has, with which key it is signed', async () => {
    const signer = await newSigner();
    const { bytesOf } = await signedReport(none, signer);
    expect(Buffer.from(bytesOf('html')).toString('utf8')).toContain(
      `<dt>Key (kid)</dt><dd>${signer.kid}</dd>`,
    );
    withPdf(bytesOf('pdf'), (pdf) =>
      expect(squeezed(pdf.run('pdftotext', '-l', '1', '-enc', 'UTF-8'))).toContain(signer.kid),
    );
  });

  it('names its installation, and where its pages are, where that is known', () => {
    const content = reportContent({ kind: 'moment', hosts: 20 });
    const cause = content.remediation[0]?.cause ?? '';
    expect(cause).not.toBe('');
    withPdf(pdfOf(content), (pdf) => {
      const text = textOf(pdf);
      expect(text).toContain('InstallationExample,production,https://fabric.example');
      expect(text).toContain(`https://fabric.example/remediation?q=${cause}`);
      expect(text).toContain('https://fabric.example/api/v1/catalogue');
      expect(text).toContain('https://fabric.example/.well-known/report-keys.json');
    });
    const unnamed = { ...content, installation: { name: null, address: null } };
    withPdf(pdfOf(unnamed), (pdf) => {
      const text = textOf(pdf);
      expect(text).not.toContain('Installation');
      expect(text).toContain(`Commands:console,pageRemediation,${cause}`);
      expect(text).not.toContain('/remediation?');
    });
  });

  it('leaves no title of a section at the foot of a page, without the first of what it is about', () => {
    for (const hosts of [20, 24, 28, 32, 36, 40, 44, 48]) {
      const content = reportContent({ kind: 'moment', hosts });
      const [cause, host] = [content.remediation[0]?.cause ?? '', content.hosts[0]?.hostname ?? ''];
      withPdf(renderPdf(content, []), (pdf) => {
        const pages = pdf.run('pdftotext', '-layout', '-enc', 'UTF-8').split('\f');
        const below = (title: RegExp) =>
          pages.map((page) => page.split(title)[1]).find((text) => text !== undefined);
        expect(below(/^ *\d+ +How to fix$/m)).toContain(cause);
        expect(below(/^ *\d+ +Every host$/m)).toContain(host);
      });
    }
  });

  it('keeps the name of a state and of a group of checks on one line, in French too', () => {
    const withdrawn = withWithdrawn(reportContent({ kind: 'moment', hosts: 40 }));
    withPdf(renderPdf(withdrawn, []), (pdf) => {
      expect(pdf.run('pdftotext', '-layout', '-enc', 'UTF-8')).toMatch(/ Withdrawn$/m);
    });
    withPdf(pdfOf(moment), (pdf) => {
      const text = pdf.run('pdftotext', '-layout', '-enc', 'UTF-8');
      expect(text).toMatch(/BitLocker +Données au repos, vidages +\d/);
      expect(text).toMatch(/HypervisorEnforcedCodeIntegrityPolicy +Intégrité du code +\d/);
    });
  });

  it('keeps words apart where a line ends, for who listens', () => {
    // Poppler reads the pages anew for each element, so there are few.
    const whole = reportContent({ kind: 'moment', hosts: 0 });
    const none = { frameworks: [], byCheck: [], method: [] };
    const small = { ...whole, ...none, definitions: whole.definitions.slice(0, 1) };
    withPdf(renderPdf(small, []), (pdf) => {
      const read = pdf.run('pdfinfo', '-struct-text');
      expect(read).toContain(
        '"No data No host was in this scope at that time. There is nothing to be compliant',
      );
      expect(read).toContain('including hosts that stopped sending."');
    });
  });

  it.each([
    ['a period', period],
    ['a moment in French', moment],
  ])('holds each figure: %s', (_, content) => {
    const format = new Intl.NumberFormat(content.lang === 'fr' ? 'fr-FR' : 'en-GB');
    const count = (value: number) => format.format(value);
    withPdf(pdfOf(content), (pdf) => {
      const text = textOf(pdf);
      const rows = [
        ...content.byFabric.map((row) => [row.fabric, count(row.hosts), count(row.compliant)].join('')),
        ...content.causes.map((row) => [row.cause, count(row.hosts)].join('')),
        ...content.hosts.map(({ hostname, fabric, cluster }) => `${hostname}${fabric}${cluster ?? ''}`),
        ...STATES.map((state) => count(content.states[state])),
        content.auditHead?.hash ?? '',
      ];
      for (const row of rows) expect(text).toContain(squeezed(row));
      // Nothing of ours has a character that a typeface lacks, besides the example of one.
      expect(new Set(text.match(/‹U\+\w+›/g))).toEqual(new Set(['‹U+202E›']));
    });
  });

  it('names a host that left, when it did, and where its failure was the longest', () => {
    if (period.period === null) throw new Error('no period');
    const { from = '', to = '', seconds = 0 } = period.period.longestFailure ?? {};
    const [verified] = period.hosts.flatMap((host) => host.verified ?? []);
    if (verified === undefined) throw new Error('no time');
    const gone = {
      ...{ id: '019ab000-0000-7000-8000-000000000009', hostname: 'hv-par-gone', fabric: 'PAR-Prod' },
      ...{ cluster: 'CL-PAR-01', leftAt: '2026-11-20T09:15:00.000Z', verified },
    };
    const longestFailure = { hostId: gone.id, seconds, from, to };
    const content = { ...period, period: { ...period.period, left: [gone], longestFailure } };
    withPdf(pdfOf(content), (pdf) => {
      const text = textOf(pdf);
      expect(text).toContain('Hoststhatleftwithintheperiod');
      expect(text).toMatch(/hv-par-gonePAR-Prod20Nov10:15/);
      expect(text.split('hv-par-gone')).toHaveLength(3);
      expect(text).not.toContain(gone.id);
    });
    withPdf(pdfOf(period), (pdf) => expect(textOf(pdf)).not.toContain('Hoststhatleft'));
  });

  it('divides what is longer than a page, and loses none of it', () => {
    const content = reportContent({ kind: 'moment', hosts: 20 });
    const [exception] = content.exceptions;
    if (exception) exception.reason = 'Reason. '.repeat(900);
    const method = ['First line.\n\nSecond line.', 'Method. '.repeat(2_000)];
    withPdf(pdfOf({ ...content, method }), (pdf) => {
      expect(brokenRules(pdf.objects())).toEqual([]);
      const text = pdf.run('pdftotext', '-layout', '-enc', 'UTF-8');
      expect(text.match(/Reason\./g)).toHaveLength(900);
      expect(text.match(/Method\./g)).toHaveLength(2_000);
      expect(text).not.toContain('‹›');
    });
  });

  it('says "no data" of an empty scope, and never a rate', () => {
    withPdf(pdfOf(none), (pdf) => {
      const text = pdf.run('pdftotext', '-layout');
      expect(text).toContain('No data');
      expect(text).not.toMatch(/100(\.0)?\s?%/);
    });
  });

  it('is the same file for the same content', () => {
    const attachments = attachmentsOf(hostile);
    expect(Buffer.from(renderPdf(hostile, attachments)).equals(pdfOf(hostile))).toBe(true);
  });

  it('is whole whatever hosts sent', () => {
    const property = fc.property(reportContents, (content) => {
      withPdf(pdfOf(content), (pdf) => {
        expect(pdf.run('qpdf', '--check')).toContain('No syntax or stream encoding errors found');
        expect(brokenRules(pdf.objects())).toEqual([]);
        expect(pdf.run('pdftotext', '-layout', '-enc', 'UTF-8')).not.toMatch(
          /[\u202a-\u202e\u2066-\u2069\ufffd]/,
        );
      });
    });
    fc.assert(property, { numRuns: runs({ push: 2, long: 200 }) });
  });
});
