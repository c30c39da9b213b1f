import { describe, expect, it } from 'vitest';
import {
  type Comparison,
  compareAddress,
  compareExportAddress,
  compareInput,
  dayBefore,
  readComparison,
} from './compare-address';

const from = new Date('2026-11-23T09:00:00Z');
const to = new Date('2026-11-24T09:00:00Z');

describe('the address of a comparison', () => {
  it('is read again as it was written', () => {
    const comparison: Comparison = {
      from,
      to,
      fabric: { include: ['-DR'], exclude: ['PAR'] },
      q: '-hv',
      cluster: { include: ['-CL'], exclude: ['CL-2'] },
      fact: ['state', 'firmwareVersion'],
      isGrouped: false,
      cursor: 'c',
    };
    const parameters: Record<string, string | string[]> = {};
    for (const [word, text] of new URL(compareAddress(comparison), 'http://h').searchParams)
      parameters[word] = word in parameters ? [parameters[word] ?? '', text].flat() : text;
    expect(readComparison(parameters)).toEqual({ ok: true, comparison });
    expect(compareInput(comparison)).toMatchObject({
      from: from.toISOString(),
      to: to.toISOString(),
      isGrouped: false,
    });
    const file = new URL(compareExportAddress(comparison, { format: 'csv', lang: 'fr' }), 'http://h')
      .searchParams;
    expect(Object.fromEntries(file)).toMatchObject({
      format: 'csv',
      lang: 'fr',
      q: '-hv',
      to: to.toISOString(),
    });
    expect([file.has('cursor'), file.has('grouped')]).toEqual([false, false]);
  });

  it('keeps the fabric without its times, and groups unless it says otherwise', () => {
    const asked = { from: null, to: null, cursor: null };
    expect(compareAddress({ ...asked, fabric: undefined })).toBe('/changes/compare');
    expect(compareAddress({ ...asked, fabric: { include: ['PAR'], exclude: [] } })).toBe(
      '/changes/compare?fabric=PAR',
    );
    expect(readComparison({})).toMatchObject({
      ok: true,
      comparison: { from: null, to: null, isGrouped: true },
    });
    expect(dayBefore(to.getTime() + 59_000)).toEqual(from);
  });

  it('names what it cannot read', () => {
    expect(readComparison({ from: 'then' })).toMatchObject({ ok: false, parameter: 'from' });
    expect(readComparison({ from: from.toISOString(), to: ['a', 'b'] })).toMatchObject({ parameter: 'to' });
    expect(readComparison({ kind: 'recovery' })).toMatchObject({ ok: false, parameter: 'kind' });
    expect(readComparison({ fact: 'colour' })).toMatchObject({ parameter: 'fact' });
    expect(readComparison({ grouped: 'no' })).toMatchObject({ parameter: 'grouped' });
  });
});
