import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { packDocument, toBase, unpackDocument } from './document-body';
import { DOCUMENT_WORDS_1 } from './document-words';

type Snapshot = Record<string, unknown> & { hgsClient: object };

const fixture = JSON.parse(
  readFileSync(path.join(checkoutRoot(), 'apps/agent/tests/Fixtures/snapshot.full.json'), 'utf8'),
) as Snapshot;
const later = {
  ...fixture,
  collectedAt: '2026-11-27T10:15:00.000Z',
  hgsClient: { ...fixture.hgsClient, attestationStatus: 'Expired' },
};

const DIGEST = 'ab'.repeat(32);
const whole = (item: unknown) => packDocument(item, null).body;
const baseOf = (item: unknown) => toBase(DIGEST, whole(item));
const read = (body: Uint8Array, base: Uint8Array | null = null) => unpackDocument({ body, base });
const asSent = (item: unknown): unknown => JSON.parse(JSON.stringify(item));

describe('stored documents', () => {
  it('come back as they were sent, whatever they say, beside any other or none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.option(fc.jsonValue()), (item, other) => {
        const packed = packDocument(item, other === null ? null : baseOf(other));
        expect(read(packed.body, packed.base === null ? null : whole(other))).toEqual(asSent(item));
      }),
    );
    expect(read(whole({ a: 'x\0\ud800' }))).toEqual({ a: 'x\0\ud800' });
  });

  it('take a sixth where times and a word are other than in the one before', () => {
    const { body, base } = packDocument(later, baseOf(fixture));
    expect(base).toBe(DIGEST);
    expect(body.length).toBeLessThan(whole(later).length / 6);
    expect(read(body, whole(fixture))).toEqual(later);
  });

  it('are stored whole where that saves less than half', () => {
    const other = { ...fixture, notes: randomBytes(1_000).toString('hex') };
    expect(packDocument(other, baseOf(fixture)).base).toBeNull();
  });

  it('are no base where they are longer than deflate looks back, or do not come back', () => {
    expect(baseOf({ long: 'x'.repeat(32 * 1024) })).toBeNull();
    expect(baseOf({ long: 'x'.repeat(28 * 1024) })).not.toBeNull();
    expect(toBase(DIGEST, deflateRawSync('x').subarray(1))).toBeNull();
  });

  it('come back at the greatest length that a snapshot may have', () => {
    const longest = { long: '\u20ac'.repeat(AGENT_LIMITS.snapshotBytes) };
    expect(read(packDocument(longest, baseOf(fixture)).body)).toEqual(longest);
  });

  it('are not inflated beyond what any snapshot may hold', () => {
    const bomb = deflateRawSync(JSON.stringify('x'.repeat(64 * AGENT_LIMITS.snapshotBytes)));
    expect(() => read(bomb)).toThrow('Cannot create a Buffer larger than');
    const { body } = packDocument(later, baseOf(fixture));
    expect(() => read(body, bomb)).toThrow('Cannot create a Buffer larger than');
  });

  it('are an error, and never another text, where what they are read with is not what they were stored with', () => {
    const { body } = packDocument(later, baseOf(fixture));
    expect(() => read(body, null)).toThrow();
    // The digest of a document is not of all that it says: this one has the same.
    expect(() =>
      read(body, whole({ ...fixture, snapshotId: '0193b0f0-0000-7000-8000-000000000000' })),
    ).toThrow('is damaged');
  });

  it('are an error, and never another text, when any bit of them was changed', () => {
    const packed = [
      { base: null, body: whole(later), item: later },
      { base: whole(fixture), body: packDocument(later, baseOf(fixture)).body, item: later },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...packed), fc.nat(), fc.nat(7), ({ base, body, item }, at, bit) => {
        const changed = Buffer.from(body);
        const index = at % changed.length;
        changed[index] = (changed[index] ?? 0) ^ (1 << bit);
        let found: unknown = item;
        try {
          found = read(changed, base);
        } catch {
          return;
        }
        expect(found).toEqual(item);
      }),
      { numRuns: 2_000 },
    );
  });

  it('come back when they were stored before there were checksums, and others are stored by them', () => {
    const words = { dictionary: Buffer.from(DOCUMENT_WORDS_1) };
    fc.assert(
      fc.property(fc.jsonValue(), (item) => {
        const text = JSON.stringify(item);
        expect(read(deflateRawSync(text))).toEqual(asSent(item));
        expect(read(Buffer.concat([Buffer.of(0x07), deflateRawSync(text, words)]))).toEqual(asSent(item));
      }),
    );
    const earlier = Buffer.concat([Buffer.of(0x07), deflateRawSync(JSON.stringify(fixture), words)]);
    const packed = packDocument(later, toBase(DIGEST, earlier));
    expect(packed.base).toBe(DIGEST);
    expect(read(packed.body, earlier)).toEqual(later);
  });

  it('take less than half of what they would without words', () => {
    const plain = deflateRawSync(JSON.stringify(fixture)).length;
    expect(whole(fixture).length).toBeLessThan(plain / 2);
  });

  it('stay readable: the words are what they were', () => {
    const digest = createHash('sha256').update(DOCUMENT_WORDS_1).digest('hex');
    expect(digest).toBe('ba959530cdfe8a9d5b02b56a51e808a8d4620220dae0366bb8f659128092e395');
  });
});
