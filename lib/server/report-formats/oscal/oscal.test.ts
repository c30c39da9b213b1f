import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportContent } from '@/lib/contracts/report-content';
import { brokenRules, schemaErrors } from '@/test/support/oscal';
import { reportContent, reportContents, withWithdrawn } from '@/test/support/report-content';
import { runs } from '@/test/support/runs';
import { oscalOfReport } from './oscal';
import { controlId, markdown } from './parts';

type Finding = {
  title: string;
  target: { 'target-id': string; status: { state: string; reason: string; remarks?: string } };
  'related-observations'?: object[];
};

const documentOf = (content: ReportContent) =>
  JSON.parse(Buffer.from(oscalOfReport(content)).toString('utf8'));
const resultOf = (content: ReportContent) => documentOf(content)['assessment-results'].results[0];
const statusOf = (content: ReportContent, target: string) => {
  const findings: Finding[] = resultOf(content).findings;
  return findings.find((finding) => finding.target['target-id'] === target)?.target.status;
};

describe('a report as assessment results of OSCAL', () => {
  it('keeps to the schema and the metaschema, whatever hosts and people wrote', () => {
    const property = fc.property(reportContents, (content) => {
      const document = documentOf(content);
      expect(schemaErrors(document)).toEqual([]);
      expect(brokenRules(document)).toEqual([]);
      expect(Buffer.compare(oscalOfReport(content), oscalOfReport(structuredClone(content)))).toBe(0);
    });
    fc.assert(property, { numRuns: runs({ push: 4, long: 500 }) });
  });

  it('has every host, and of each what it was', () => {
    const content = reportContent();
    const { observations, 'local-definitions': local } = resultOf(content);
    const left = content.period?.left.length ?? 0;
    expect(content.failures.length).toBeGreaterThan(0);
    expect(observations).toHaveLength(content.hosts.length + left + content.failures.length);
    expect(local['inventory-items']).toHaveLength(content.hosts.length + left);
    const [first] = content.hosts;
    const { props } = observations[0];
    expect(props).toContainEqual(expect.objectContaining({ name: 'state', value: first?.state }));
  });

  it('has each host observed when snapshots vouched for it last, and says where evidence came late', () => {
    const content = reportContent();
    type Observed = { collected: string; props: { name: string; value: string }[] };
    const observations: Observed[] = resultOf(content).observations.slice(0, content.hosts.length);
    expect(observations.map(({ collected }) => collected)).toEqual(
      content.hosts.map(({ verifiedUntil }) => verifiedUntil),
    );
    const isLate = ({ props }: Observed) => props.some(({ name }) => name === 'late-evidence');
    expect(observations.map(isLate)).toEqual(content.hosts.map(({ lateEvidence }) => lateEvidence));
  });

  it('has each repair of a cause with an identifier of its own, in however many modes', () => {
    const content = reportContent();
    const risks: { remediations?: { uuid: string; lifecycle: string }[] }[] = resultOf(content).risks;
    const ofCauses = risks.map(({ remediations = [] }) =>
      remediations.filter(({ lifecycle }) => lifecycle === 'recommendation'),
    );
    expect(ofCauses[0]).toHaveLength(2);
    const ids = ofCauses.flat().map(({ uuid }) => uuid);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('marks evidence of a failing check that is as required', () => {
    const content = reportContent();
    const [host] = content.hosts.filter(({ failing }) => failing.length > 0);
    if (host === undefined) throw new Error('no host fails');
    const told = (agrees: boolean) => {
      const evidence = [{ label: 'BootType', seen: '0', required: '0', agrees }];
      const failing = [{ check: 'FullBoot', inferred: false, restartPending: false, evidence }];
      return JSON.stringify(documentOf({ ...content, hosts: [{ ...host, failing }] }));
    };
    for (const mark of ['"evidence-agrees"', ', agrees"']) {
      expect(told(true)).toContain(mark);
      expect(told(false)).not.toContain(mark);
    }
  });

  it('has each failure of the period with its host, when it began and how it ended', () => {
    const content = reportContent();
    type Observed = { types: string[]; props: { name: string; value: string }[]; description: string };
    const observations: Observed[] = resultOf(content).observations;
    const told = observations
      .filter(({ types }) => types.includes('historic'))
      .map(({ props }) => new Map(props.map(({ name, value }) => [name, value])));
    expect(told.map((props) => [props.get('failed-from'), props.get('failure-end')])).toEqual(
      content.failures.map(({ from, end }) => [from, end]),
    );
  });

  it('says since when anything is known where it begins before', () => {
    const content = reportContent({ kind: 'moment', hosts: 0 });
    expect(resultOf({ ...content, knownFrom: '2026-11-25T08:00:00.000Z' }).remarks).toMatch(
      /The first host enrolled 25 November 2026, 09:00:00 .*: nothing is known of the time before/,
    );
    expect(resultOf(content).remarks).not.toContain('nothing is known of the time');
  });

  it('says how many failures are left out', () => {
    const content = reportContent();
    if (content.period === null) throw new Error('no period');
    const { failures } = content.period;
    const leftOut = { ...failures.leftOut, count: 12_345 };
    const many = { ...content, period: { ...content.period, failures: { ...failures, leftOut } } };
    expect(resultOf(many).remarks).toContain('12,345 shorter ones are left out');
    expect(resultOf(content).remarks).not.toContain('left out');
  });

  it('says of an exception that was withdrawn when and by whom, and of no other', () => {
    const content = withWithdrawn(reportContent());
    const props = (number: string) => {
      const risks: { title: string; props?: { name: string; value: string }[] }[] = resultOf(content).risks;
      const risk = risks.find(({ title }) => title.includes(number));
      return new Map(risk?.props?.map(({ name, value }) => [name, value]));
    };
    expect(content.exceptions.some(({ withdrawnAt }) => withdrawnAt !== null)).toBe(true);
    for (const { number, withdrawnAt, withdrawnBy } of content.exceptions) {
      expect(props(number).get('withdrawn-at') ?? null).toBe(withdrawnAt);
      expect(props(number).get('withdrawn-by') ?? null).toBe(withdrawnBy);
    }
  });

  it('calls nothing satisfied that was not determined', () => {
    const counted = { satisfied: 3, failing: 0, notDetermined: 0, notApplicable: 1 };
    const statusAt = (counts: Partial<typeof counted>) =>
      statusOf(
        { ...reportContent(), byCheck: [{ check: 'BitLocker', ...counted, ...counts }] },
        'check-BitLocker',
      );
    expect(statusAt({})).toEqual({ state: 'satisfied', reason: 'pass' });
    expect(statusAt({ failing: 1 })).toEqual({ state: 'not-satisfied', reason: 'fail' });
    for (const counts of [{ notDetermined: 1 }, { satisfied: 0, notDetermined: 2 }])
      expect(statusAt(counts)).toEqual({
        state: 'not-satisfied',
        reason: 'other',
        remarks: expect.stringMatching(/^Not determined/),
      });
    expect(statusAt({ satisfied: 0 })).toBeUndefined();
  });

  it('calls a control satisfied only where it is, and says how much of a framework it touches', () => {
    const content = reportContent();
    const document = documentOf(content)['assessment-results'];
    const controls = content.frameworks.flatMap(({ results }) => results);
    for (const { control, state } of controls) {
      const finding = document.results[0].findings.find(({ title }: Finding) =>
        title.startsWith(markdown(control)),
      );
      expect(finding.target.status.state === 'satisfied').toBe(state === 'satisfied');
      expect(finding.remarks).toMatch(/our reading\. It is no certification/);
    }
    const [, ...catalogues] = document['back-matter'].resources;
    expect(catalogues.map(({ description }: { description: string }) => description)).toEqual([
      expect.stringMatching(/^This report touches 11 of 1,007 controls\./),
      expect.stringMatching(/^This report touches 6 of 93 controls\./),
    ]);
  });

  it('names controls of NIST SP 800-53 as NIST’s own catalogue in OSCAL does', () => {
    const result = resultOf(reportContent());
    const selected = result['reviewed-controls']['control-selections'][0]['include-controls'];
    const ids: string[] = selected.map((one: Record<string, string>) => one['control-id']);
    const ofNist = ids.filter((id) => /^[a-z]{2}-\d+(\.\d+)?$/.test(id));
    expect(ofNist).toEqual([
      ...[
        'cm-6',
        'cm-7.5',
        'ia-3',
        'ia-3.4',
        'sc-3.1',
        'sc-28',
        'sc-28.1',
        'sc-39.1',
        'si-7',
        'si-7.9',
        'si-16',
      ],
    ]);
    const targets = result.findings.map(({ target }: Finding) => target['target-id']);
    expect(targets).toEqual(expect.arrayContaining(ofNist.map((id) => `${id}_smt`)));
  });

  it.each([
    ['nist-800-53-r5', 'CM-07(05)', 'cm-7.5'],
    ['nist-800-53', 'AC-2 (11)', 'ac-2.11'],
    ['nist-800-53-r5', 'Our own', '_Our_own-'],
    ['nis2', 'CM-7(5)', '_CM-7_5_-'],
    ['nist-800-53x', 'CM-6', 'CM-6'],
  ])('knows of %s the control %s as %s', (framework, control, id) => {
    expect(controlId(framework, control)).toContain(id);
  });

  it('calls a scope satisfied only where every host was compliant, and an empty one not', () => {
    const able = (totals: Partial<ReportContent['totals']>) => {
      const none = { hosts: 0, compliant: 0, excepted: 0, nonCompliant: 0, unverified: 0 };
      const content = reportContent();
      return statusOf({ ...content, totals: { ...content.totals, ...none, ...totals } }, 'accepted-by-hgs');
    };
    expect(able({ hosts: 2, compliant: 2 })).toMatchObject({ state: 'satisfied' });
    expect(able({ hosts: 2, compliant: 1, nonCompliant: 1 })).toMatchObject({ reason: 'fail' });
    for (const totals of [{}, { hosts: 1, excepted: 1 }, { hosts: 2, compliant: 1, unverified: 1 }])
      expect(able(totals)).toMatchObject({ state: 'not-satisfied', reason: 'other' });
  });

  it('says what it says in the language of the report', () => {
    expect(resultOf(reportContent({ lang: 'fr', hosts: 0 })).description).toMatch(/^Aucun hôte/);
    expect(resultOf(reportContent({ lang: 'en', hosts: 0 })).description).toMatch(/^No host/);
  });

  it('lets no text of a host be read as Markdown', () => {
    const content = reportContent({ kind: 'moment', hosts: 1 });
    const [host] = content.hosts;
    if (host === undefined) throw new Error('no host');
    const named = { ...content, hosts: [{ ...host, hostname: '<b>[x](http://e)*\u202e' }] };
    const [item] = resultOf(named)['local-definitions']['inventory-items'];
    expect(item.description).toBe('\\<b\\>\\[x\\](http://e)\\*⟨U+202E⟩');
  });
});

describe('the rules that these tests hold a document against', () => {
  it.each([
    ['uuid twice', ['back-matter', 'resources', 1, 'uuid'], null],
    ['leads nowhere', ['import-ap', 'href'], '#00000000-0000-4000-8000-000000000000'],
    ['leads nowhere', ['results', 0, 'observations'], []],
    ['method', ['results', 0, 'observations', 0, 'methods'], ['GUESS']],
    ['state of a risk', ['results', 0, 'risks', 0, 'status'], 'gone'],
    ['no such target', ['results', 0, 'findings', 0, 'target', 'target-id'], 'other'],
    ['for pass', ['results', 0, 'findings', 0, 'target', 'status', 'reason'], 'pass'],
  ])('find what breaks them: %s', (said, path, value) => {
    const document = documentOf(reportContent({ hosts: 60 }));
    const all = document['assessment-results'];
    const holder = path.slice(0, -1).reduce((part, step) => part[step], all);
    holder[path.at(-1) ?? ''] = value ?? all.uuid;
    expect(brokenRules(document).join('\n')).toContain(said);
  });
});
