import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTENT_SLOT_BYTES } from '@/lib/domain/report/proof/pdf-slot';
import { renderPdf } from '@/lib/server/report-formats/pdf/render';
import { fillContentSlot, readContentSlot } from '@/lib/server/report-formats/pdf/slot';
import { reportContent } from '@/test/support/report-content';
import { runs } from '@/test/support/runs';

const empty = renderPdf(reportContent({ hosts: 3 }), []);
const content = Buffer.from('{"sha256":"…","signature":"…"}');
const filled = fillContentSlot(empty, content);

function read(pdf: Uint8Array) {
  const slot = readContentSlot(pdf);
  if (!slot) throw new Error('This PDF has no slot');
  return slot;
}

describe('the slot of a PDF for content.json', () => {
  it('is empty at first, takes what fits, and leaves every byte outside as it was', () => {
    expect(read(empty).content).toHaveLength(0);
    const { start, length, outsideSha256 } = read(filled);
    expect(Buffer.from(read(filled).content)).toEqual(content);
    expect(filled).toHaveLength(empty.length);
    expect(outsideSha256).toBe(read(empty).outsideSha256);
    const outside = [filled.subarray(0, start), filled.subarray(start + length)];
    expect(outsideSha256).toBe(createHash('sha256').update(Buffer.concat(outside)).digest('hex'));
    expect(fillContentSlot(filled, content)).toEqual(filled);
  });

  it('refuses what does not fit, what would not be read back, and files without it', () => {
    expect(() => fillContentSlot(empty, Buffer.alloc(CONTENT_SLOT_BYTES + 1, 'x'))).toThrow('16384');
    expect(fillContentSlot(empty, Buffer.alloc(CONTENT_SLOT_BYTES, 'x'))).toHaveLength(empty.length);
    expect(() => fillContentSlot(empty, Buffer.from('{} '))).toThrow('space');
    expect(() => fillContentSlot(Buffer.from('%PDF-1.7\n'), content)).toThrow('no slot');
    expect(readContentSlot(new Uint8Array())).toBeUndefined();
  });

  it('cannot be moved, nor anything outside or inside be changed, without being seen', () => {
    const { outsideSha256 } = read(filled);
    const place = fc.oneof(fc.nat(filled.length - 1), fc.nat(20_000));
    const property = fc.property(place, fc.nat(7), (at, bit) => {
      const changed = Uint8Array.from(filled);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      const slot = readContentSlot(changed);
      const isSame = slot?.outsideSha256 === outsideSha256 && content.equals(slot.content);
      expect(isSame).toBe(false);
    });
    fc.assert(property, { numRuns: runs({ push: 300, long: 10_000 }) });
    const inserted = Buffer.concat([filled.subarray(0, 200), Buffer.from(' '), filled.subarray(200)]);
    expect(readContentSlot(inserted)).toBeUndefined();
    expect(read(Buffer.concat([filled, Buffer.from('\n')])).outsideSha256).not.toBe(outsideSha256);
  });
});
