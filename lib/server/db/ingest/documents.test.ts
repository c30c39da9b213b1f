import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { DOCUMENT_WORDS_1 } from './document-words';
import { packDocument, unpackDocument } from './documents';

const fixture: unknown = JSON.parse(
  readFileSync(path.join(checkoutRoot(), 'apps/agent/tests/Fixtures/snapshot.full.json'), 'utf8'),
);

describe('stored documents', () => {
  it('come back as they were sent, whatever they say', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (item) => {
        expect(unpackDocument(packDocument(item))).toEqual(JSON.parse(JSON.stringify(item)));
      }),
    );
    expect(unpackDocument(packDocument({ a: 'x\0\ud800' }))).toEqual({ a: 'x\0\ud800' });
  });

  it('come back when they were stored without words', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (item) => {
        const plain = deflateRawSync(JSON.stringify(item));
        expect(unpackDocument(plain)).toEqual(JSON.parse(JSON.stringify(item)));
      }),
    );
  });

  it('take less than half of what they would without words', () => {
    const plain = deflateRawSync(JSON.stringify(fixture)).length;
    expect(packDocument(fixture).length).toBeLessThan(plain / 2);
  });

  it('stay readable: the words are what they were', () => {
    const digest = createHash('sha256').update(DOCUMENT_WORDS_1).digest('hex');
    expect(digest).toBe('ba959530cdfe8a9d5b02b56a51e808a8d4620220dae0366bb8f659128092e395');
  });
});
