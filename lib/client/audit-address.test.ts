import { describe, expect, it } from 'vitest';
import {
  auditAddress,
  auditExportAddress,
  auditInput,
  isFiltered,
  readAuditAddress,
  WHOLE_LOG,
} from '@/lib/client/audit-address';

const EVERY_WORD = {
  since: new Date('2026-11-20T07:00:00Z'),
  until: new Date('2026-11-24T07:00:00Z'),
  actor: 'claire@fab.example',
  action: 'operator.signedIn',
  subject: 'HV-PAR-01',
  cursor: '4711',
};

const parametersOf = (address: string) =>
  Object.fromEntries(new URLSearchParams(address.split('?')[1] ?? ''));

describe('an address of the audit log', () => {
  it('is read as it was written', () => {
    for (const query of [WHOLE_LOG, EVERY_WORD, { ...WHOLE_LOG, subject: 'EX-0012' }])
      expect(readAuditAddress(parametersOf(auditAddress(query)))).toEqual({ ok: true, query });
  });

  it('keeps the fabrics and the time of the other pages, and asks nothing by them', () => {
    const reading = readAuditAddress({ fabric: ['A', '-B'], at: '2026-11-24T07:00:00Z' });
    expect(reading).toEqual({ ok: true, query: WHOLE_LOG });
  });

  it.each([
    [{ who: 'claire' }, 'unknown_parameter', 'who'],
    [{ since: 'soon' }, 'invalid_value', 'since'],
    [{ actor: ['a', 'b'] }, 'invalid_value', 'actor'],
    [{ subject: '' }, 'invalid_value', 'subject'],
    [{ action: 'x'.repeat(301) }, 'invalid_value', 'action'],
    [{ since: '2026-11-25T00:00:00Z', until: '2026-11-24T00:00:00Z' }, 'invalid_value', 'since'],
    [{ cursor: 'x' }, 'invalid_value', 'cursor'],
    [{ action: 'nothing' }, 'invalid_value', 'action'],
  ])('names what is wrong: %j', (parameters, code, parameter) => {
    expect(readAuditAddress(parameters)).toMatchObject({ ok: false, code, parameter });
  });

  it('leads to the file of all pages of what it shows', () => {
    const address = new URL(auditExportAddress(EVERY_WORD, 'csv', 'fr'), 'http://server');
    expect(address.pathname).toBe('/api/v1/audit/export');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      format: 'csv',
      lang: 'fr',
      since: '2026-11-20T07:00:00.000Z',
      until: '2026-11-24T07:00:00.000Z',
      actor: 'claire@fab.example',
      action: 'operator.signedIn',
      subject: 'HV-PAR-01',
    });
  });

  it('is a filter unless it asks for a page alone', () => {
    expect(isFiltered({ ...WHOLE_LOG, cursor: '5' })).toBe(false);
    expect(isFiltered({ ...WHOLE_LOG, actor: 'system' })).toBe(true);
    expect(auditInput(EVERY_WORD).since).toBe('2026-11-20T07:00:00.000Z');
  });
});
