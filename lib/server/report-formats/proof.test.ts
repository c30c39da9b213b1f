import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportContent } from '@/lib/contracts/report-content';
import { REPORT_FORMATS } from '@/lib/contracts/words/reports';
import { base64url, joined, utf8 } from '@/lib/domain/report/proof/bytes';
import type { KnownKey } from '@/lib/domain/report/proof/keys';
import { CONTENT_SLOT_BYTES, slotPlaceOf } from '@/lib/domain/report/proof/pdf-slot';
import { type Fault, verifyReport } from '@/lib/domain/report/proof/verify';
import { type Member, readMembers, zipOf } from '@/lib/domain/report/proof/zip';
import { reportContent, reportContents } from '@/test/support/report-content';
import { runs } from '@/test/support/runs';
import { newSigner, signedReport } from '@/test/support/signed-report';
import { fileNameOfReport } from './names';
import { fillContentSlot, readContentSlot } from './pdf/slot';
import { type Signer, signaturesOf } from './sign';

const content = reportContent({ hosts: 12 });
const AT = new Date(content.generatedAt);

let signer: Signer;
let pack: Uint8Array;
let pdf: Uint8Array;
let members: Member[];

beforeAll(async () => {
  signer = await newSigner();
  const made = await signedReport(content, signer);
  pack = made.bytesOf('zip');
  pdf = made.bytesOf('pdf');
  members = readMembers(pack);
});

const verify = (bytes: Uint8Array, keys: readonly KnownKey[] | null = [signer]) => verifyReport(bytes, keys);
const codes = ({ faults }: { faults: readonly Fault[] }) => faults.map(({ code }) => code);
const faultsOf = async (bytes: Uint8Array) => codes(await verify(bytes));

/** The pack with another member in the place of one, written as we write. */
const withMember = (name: string, change: (bytes: Uint8Array) => Uint8Array) =>
  zipOf(
    members.map((member) => (member.name === name ? { name, bytes: change(member.bytes) } : member)),
    AT,
  );

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

describe('a signed report', () => {
  it('is proven by its pack, and by its PDF alone', async () => {
    for (const [kind, bytes] of [
      ['pack', pack],
      ['pdf', pdf],
    ] as const) {
      const verdict = await verify(bytes);
      expect(verdict).toMatchObject({ kind, faults: [], isOriginProven: true, kid: signer.kid });
      expect(verdict.says).toMatchObject({ number: content.number, counts: content.totals });
    }
    const packed = REPORT_FORMATS.filter((format) => format !== 'zip');
    expect(members.map(({ name }) => name).sort()).toEqual(
      [
        ...['manifest.json', 'manifest.jws', 'manifest.der'],
        ...packed.map((format) => fileNameOfReport(content.number, format)),
      ].sort(),
    );
  });

  it('is proven whatever hosts sent', async () => {
    const property = fc.asyncProperty(reportContents, async (each) => {
      const { bytesOf } = await signedReport(each, signer);
      for (const format of ['zip', 'pdf'])
        expect(await verify(bytesOf(format))).toMatchObject({ faults: [], isOriginProven: true });
    });
    await fc.assert(property, { numRuns: runs({ push: 2, long: 200 }) });
  });

  it('is intact without a key, and its origin is not proven', async () => {
    for (const bytes of [pack, pdf])
      expect(await verify(bytes, null)).toMatchObject({
        faults: [],
        isOriginProven: false,
        kid: signer.kid,
      });
  });

  it('is refused where another key was given: the one inside proves nothing', async () => {
    const other = await newSigner();
    for (const bytes of [pack, pdf]) {
      expect(codes(await verify(bytes, [other]))).toEqual(['unknownKey']);
      expect(codes(await verify(bytes, []))).toEqual(['unknownKey']);
      expect(await verify(bytes, [other, signer])).toMatchObject({ faults: [], isOriginProven: true });
    }
    // Whole and well made, by somebody else.
    const forged = await signedReport({ ...content, title: 'Forged' }, other);
    for (const format of ['zip', 'pdf'])
      expect(await verify(forged.bytesOf(format))).toMatchObject({
        faults: [{ code: 'unknownKey' }],
        isOriginProven: false,
      });
  });

  it('has the same bytes for the same content, but for its signatures', async () => {
    const [one, other] = await Promise.all([signedReport(content, signer), signedReport(content, signer)]);
    for (const each of REPORT_FORMATS.slice(0, -2)) expect(one.bytesOf(each)).toEqual(other.bytesOf(each));
    const outside = (bytes: Uint8Array) => readContentSlot(bytes)?.outsideSha256;
    expect(outside(one.bytesOf('pdf'))).toBe(outside(other.bytesOf('pdf')));
    expect(Buffer.from(zipOf(readMembers(pack), AT)).equals(pack)).toBe(true);
  });
});

describe('any flipped bit', () => {
  const flipped = (bytes: Uint8Array, bit: number) => {
    const changed = Uint8Array.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return changed;
  };

  /** Small parts are hit as often as large ones. */
  const bitOf = (parts: readonly (readonly [from: number, to: number])[]) =>
    fc.constantFrom(...parts).chain(([from, to]) => fc.integer({ min: 8 * from, max: 8 * to - 1 }));

  const isRefused = (bytes: () => Uint8Array, bit: () => fc.Arbitrary<number>) =>
    fc.assert(
      fc.asyncProperty(bit(), async (at) => {
        expect((await verify(flipped(bytes(), at))).faults).not.toEqual([]);
      }),
      { numRuns: runs({ push: 25, long: 10_000 }) },
    );

  it('of a pack is refused', async () => {
    const starts = members.map(({ bytes }) => bytes.byteOffset - pack.byteOffset);
    const parts = members.flatMap(({ bytes }, index) => {
      const start = starts[index] ?? 0;
      return [[start - 20, start] as const, [start, start + bytes.length] as const];
    });
    const last = (starts.at(-1) ?? 0) + (members.at(-1)?.bytes.length ?? 0);
    await isRefused(
      () => pack,
      () => bitOf([...parts, [0, 30], [last, pack.length]]),
    );
  });

  it('of a PDF is refused', async () => {
    const { start = 0 } = slotPlaceOf(pdf) ?? {};
    const used = readContentSlot(pdf)?.content.length ?? 0;
    await isRefused(
      () => pdf,
      () =>
        bitOf([
          [0, start],
          [start, start + used],
          [start + used, start + CONTENT_SLOT_BYTES],
          [start + CONTENT_SLOT_BYTES, pdf.length],
        ]),
    );
  });

  it('of a signature is refused, each of them', async () => {
    for (const name of ['manifest.jws', 'manifest.der']) {
      const { length } = members.find((member) => member.name === name)?.bytes ?? [];
      const every = Array.from({ length: 8 * length }, (_, bit) => bit);
      const bits = runs({ push: 1, long: 2 }) > 1 ? every : every.filter((bit) => bit % 29 === 0);
      for (const bit of bits)
        expect(await faultsOf(withMember(name, (bytes) => flipped(bytes, bit)))).not.toEqual([]);
    }
  });
});

describe('a pack', () => {
  it.each<[string, () => Uint8Array, Fault['code'][]]>([
    [
      'without a member',
      () =>
        zipOf(
          members.filter(({ name }) => name !== `${content.number}.csv`),
          AT,
        ),
      ['memberMissing'],
    ],
    ['with one more', () => zipOf([...members, { name: 'more.txt', bytes: utf8('x') }], AT), ['memberAdded']],
    ['with one twice', () => zipOf([...members, members[3] as Member], AT), ['memberAdded']],
    [
      'with another first of a name',
      () => zipOf([{ name: `${content.number}.csv`, bytes: utf8('x') }, ...members], AT),
      ['memberChanged', 'memberAdded'],
    ],
    [
      'with a second manifest',
      () => zipOf([...members, { name: 'manifest.json', bytes: utf8('{}') }], AT),
      ['memberAdded'],
    ],
    ['without its manifest', () => zipOf(members.slice(1), AT), ['unsigned']],
    [
      'without a signature',
      () =>
        zipOf(
          members.filter(({ name }) => name !== 'manifest.der'),
          AT,
        ),
      ['unsigned'],
    ],
    ['of another time', () => zipOf(members, new Date(AT.getTime() + 60_000)), ['packChanged']],
    ['with something before it', () => joined([utf8('PK..'), pack]), ['unsigned']],
    ['with something behind it', () => joined([pack, utf8('x')]), ['packChanged']],
    ['with a second archive behind it', () => joined([pack, pack]), ['packChanged']],
    [
      'with a comment',
      () => {
        const longer = joined([pack, utf8('x')]);
        longer[pack.length - 2] = 1;
        return longer;
      },
      ['packChanged'],
    ],
    ['cut short', () => pack.subarray(0, pack.length - 30), ['packChanged']],
    [
      'packed by another program',
      () => Uint8Array.from(zipSync(Object.fromEntries(members.map(({ name, bytes }) => [name, bytes])))),
      ['signatureUnreadable'],
    ],
    [
      'stored by another program',
      () =>
        Uint8Array.from(
          zipSync(Object.fromEntries(members.map(({ name, bytes }) => [name, bytes])), {
            level: 0,
            mtime: AT,
          }),
        ),
      ['packChanged'],
    ],
    [
      'with the head of zip64',
      () => {
        const changed = Uint8Array.from(pack);
        changed.fill(0xff, 18, 26);
        return changed;
      },
      ['unsigned'],
    ],
    ['empty', () => zipOf([], AT), ['unsigned']],
  ])('%s is refused', async (_, made, expected) => {
    expect(await faultsOf(made())).toEqual(expected);
  });
});

describe('a signature', () => {
  /** The pack with the manifest as it is, and this JWS. */
  const withJws = (jws: object | string) =>
    withMember('manifest.jws', () => utf8(typeof jws === 'string' ? jws : JSON.stringify(jws)));
  const manifest = () => members[0]?.bytes ?? new Uint8Array();
  const jwk = () => ({ crv: 'P-256', kty: 'EC', x: signer.x, y: signer.y });
  const protectedBy = (header: object) => base64url(utf8(JSON.stringify(header)));
  const signedBy = (header: object) => {
    const given = protectedBy(header);
    const input = utf8(`${given}.${base64url(manifest())}`);
    const raw = sign('sha256', input, { key: signer.privateKey, dsaEncoding: 'ieee-p1363' });
    return { protected: given, signature: base64url(raw) };
  };

  it.each<[string, () => object | string]>([
    ['alg none', () => ({ protected: protectedBy({ alg: 'none' }), signature: '' })],
    [
      'alg none with a key',
      () => ({
        protected: protectedBy({ alg: 'none', kid: signer.kid, jwk: jwk() }),
        signature: 'A'.repeat(86),
      }),
    ],
    ['alg HS256, rightly signed', () => signedBy({ alg: 'HS256', kid: signer.kid, jwk: jwk() })],
    ['alg ES384, rightly signed', () => signedBy({ alg: 'ES384', kid: signer.kid, jwk: jwk() })],
    ['another curve', () => signedBy({ alg: 'ES256', kid: signer.kid, jwk: { ...jwk(), crv: 'P-384' } })],
    ['no key in it', () => signedBy({ alg: 'ES256', kid: signer.kid })],
    ['the name of another key', () => signedBy({ alg: 'ES256', kid: 'A'.repeat(43), jwk: jwk() })],
    [
      'one more member, rightly signed',
      () => signedBy({ alg: 'ES256', kid: signer.kid, jwk: jwk(), crit: ['b64'], b64: false }),
    ],
    [
      'a payload beside it',
      () => ({ ...signedBy({ alg: 'ES256', kid: signer.kid, jwk: jwk() }), payload: 'e30' }),
    ],
    [
      'a key that is no point of the curve',
      () => signedBy({ alg: 'ES256', kid: signer.kid, jwk: { ...jwk(), y: signer.x } }),
    ],
    ['nothing', () => ''],
    ['another form', () => '{"payload":"e30","signatures":[]}'],
    ['a space more', () => `${JSON.stringify(signedBy({ alg: 'ES256', kid: signer.kid, jwk: jwk() }))} `],
  ])('with %s is refused', async (_, jws) => {
    expect(await faultsOf(withJws(jws()))).toEqual(['signatureUnreadable']);
  });

  it('may have its s high or low', async () => {
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const jws = JSON.parse(text(members[1]?.bytes ?? new Uint8Array()));
    const raw = Buffer.from(jws.signature, 'base64url');
    const s = order - BigInt(`0x${raw.subarray(32).toString('hex')}`);
    const other = Buffer.concat([raw.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
    expect(await faultsOf(withJws({ ...jws, signature: other.toString('base64url') }))).toEqual([]);
  });

  it('is refused where one of the two is of another key or another manifest', async () => {
    const other = await newSigner();
    expect(await faultsOf(withMember('manifest.der', () => signaturesOf(other, manifest()).der))).toEqual([
      'signatureWrong',
    ]);
    expect(await faultsOf(withJws(signaturesOf(other, manifest()).jws))).toEqual(['signatureWrong']);
    expect(await faultsOf(withJws(signaturesOf(signer, utf8('{}')).jws))).toEqual(['signatureWrong']);
    const zeros = withJws({
      ...JSON.parse(text(members[1]?.bytes ?? new Uint8Array())),
      signature: 'A'.repeat(86),
    });
    expect(await faultsOf(zeros)).toEqual(['signatureWrong']);
  });

  it('of another curve signs nothing', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const der = sign('sha256', manifest(), { key, dsaEncoding: 'der' });
    expect(await faultsOf(withMember('manifest.der', () => der))).toEqual(['signatureWrong']);
  });

  it('of a manifest is none of a PDF', async () => {
    const seal = `{\n"content":${JSON.stringify(JSON.parse(text(manifest())))},\n"jws":${text(members[1]?.bytes ?? new Uint8Array())},\n"der":"${Buffer.from(members[2]?.bytes ?? []).toString('base64')}"\n}`;
    expect(await faultsOf(fillContentSlot(pdf, utf8(seal)))).toEqual(['signatureWrong']);
  });
});

describe('figures', () => {
  const withoutHosts = (framework: ReportContent['frameworks'][number]) => ({
    ...framework,
    results: framework.results.map((result) => ({ ...result, hosts: { ...result.hosts, satisfied: 0 } })),
  });
  const forged = async (change: (content: ReportContent) => ReportContent) => {
    const { bytesOf } = await signedReport(change(content), signer);
    return [await faultsOf(bytesOf('zip')), await faultsOf(bytesOf('pdf'))];
  };

  it('are added up again, also where they were signed', async () => {
    const found = await forged((each) => ({
      ...each,
      totals: { ...each.totals, compliant: each.totals.compliant + 1 },
      states: { ...each.states, Passed: each.states.Passed + 1 },
    }));
    expect(found).toEqual([
      ['figureDiffers', 'figureDiffers'],
      ['figureDiffers', 'figureDiffers'],
    ]);
  });

  it.each<[string, (each: ReportContent) => Partial<ReportContent>]>([
    ['a fabric', ({ byFabric }) => ({ byFabric: byFabric.slice(1) })],
    ['a cluster', ({ byCluster }) => ({ byCluster: [...byCluster].reverse() })],
    ['a cause', ({ causes }) => ({ causes: causes.slice(1) })],
    ['a check', ({ checks }) => ({ checks: { ...checks, failing: checks.failing + 1 } })],
    ['a host', ({ hosts }) => ({ hosts: hosts.slice(1) })],
    ['a framework', (each) => ({ frameworks: each.frameworks.map((one) => ({ ...one, touched: 1 })) })],
    ['a control', (each) => ({ frameworks: each.frameworks.map(withoutHosts) })],
    [
      'time',
      ({ period }) => ({ period: period && { ...period, seconds: { ...period.seconds, compliant: 0 } } }),
    ],
    ['a share', ({ period }) => ({ period: period && { ...period, verifiedShare: 1 } })],
    [
      'time of a fabric',
      ({ period }) => ({ period: period && { ...period, byFabric: period.byFabric.slice(1) } }),
    ],
  ])('that were changed are found: %s', async (_, change) => {
    for (const found of await forged((each) => ({ ...each, ...change(each) }))) {
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found)).toEqual(new Set(['figureDiffers']));
    }
  });
});

describe('what is no report', () => {
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['text', utf8('hello')],
    ['the beginning of an archive', utf8('PK\u0003\u0004')],
    ['a PDF without a slot', utf8('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n')],
  ])('is refused: %s', async (_, bytes) => {
    expect((await verify(bytes)).faults).toHaveLength(1);
  });

  it('is refused whatever it is, and nothing is thrown', async () => {
    const property = fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('PK\u0003\u0004', '%PDF-', ''),
      async (bytes, head) => {
        expect((await verify(joined([utf8(head), bytes]))).faults).not.toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: runs({ push: 100, long: 10_000 }) });
  });
});
