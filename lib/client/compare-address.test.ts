import { describe, expect, it } from 'vitest';
import { compareAddress, compareInput, readComparison } from './compare-address';

const from = new Date('2026-11-23T09:00:00Z');
const to = new Date('2026-11-24T09:00:00Z');

describe('the address of a comparison', () => {
  it('is read again as it was written', () => {
    const comparison = { from, to, fabric: { include: ['-DR'], exclude: ['PAR'] }, cursor: 'c' };
    const parameters: Record<string, string | string[]> = {};
    for (const [word, text] of new URL(compareAddress(comparison), 'http://h').searchParams)
      parameters[word] = word in parameters ? [parameters[word] ?? '', text].flat() : text;
    expect(readComparison(parameters)).toEqual({ ok: true, comparison, fabric: comparison.fabric });
    expect(compareInput(comparison)).toMatchObject({ from: from.toISOString(), to: to.toISOString() });
  });

  it('asks nothing yet without its first time, and keeps the fabric', () => {
    const asked = { from: null, to: null, cursor: null };
    expect(compareAddress({ ...asked, fabric: undefined })).toBe('/changes/compare');
    expect(compareAddress({ ...asked, fabric: { include: ['PAR'], exclude: [] } })).toBe(
      '/changes/compare?fabric=PAR',
    );
  });

  it('asks nothing yet without its first time, and names what it cannot read', () => {
    expect(readComparison({})).toEqual({ ok: true, comparison: null, fabric: undefined });
    expect(readComparison({ from: 'then' })).toMatchObject({ ok: false, parameter: 'from' });
    expect(readComparison({ from: from.toISOString(), to: ['a', 'b'] })).toMatchObject({ parameter: 'to' });
    expect(readComparison({ kind: 'recovery' })).toMatchObject({ ok: false, parameter: 'kind' });
  });
});
