import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factValue, readFacts } from '@/lib/domain/facts';

const ok = (value: unknown) => ({ status: 'ok', value });

describe('readFacts', () => {
  test('reads the facts of the wire example', () => {
    const facts = readFacts({
      hostGuardianFeature: ok({ installState: 'Installed' }),
      shieldedVms: ok({ total: 6, running: 2 }),
      bitLocker: { status: 'unavailable', reason: 'module BitLocker is not installed' },
      somethingNew: ok({ a: 1 }),
    });
    expect(factValue(facts, 'shieldedVms')).toEqual({ total: 6, running: 2 });
    expect(factValue(facts, 'hostGuardianFeature')).toEqual({
      installState: 'Installed',
      source: null,
      restartNeeded: null,
    });
    expect(facts.bitLocker).toEqual({ status: 'unavailable', reason: 'module BitLocker is not installed' });
    expect(facts.tls).toEqual({ status: 'absent' });
    expect('somethingNew' in facts).toBe(false);
  });

  test.each<[string, unknown, unknown]>([
    ['wrong types are null, never 0 or off', { total: {}, running: 'two' }, { total: null, running: null }],
    ['numbers as text', { total: '6', running: ' 2 ' }, { total: 6, running: 2 }],
    ['a count is whole and not negative', { total: -1, running: 1.5 }, { total: null, running: null }],
    ['missing members', {}, { total: null, running: null }],
  ])('%s', (_name, value, expected) => {
    expect(factValue(readFacts({ shieldedVms: ok(value) }), 'shieldedVms')).toEqual(expected);
  });

  test.each<[string, unknown, unknown]>([
    ['a list', [1, 2], [1, 2]],
    ['a list of one, unrolled by PowerShell', 2, [2]],
    ['an empty list', [], []],
    ['unknown', null, null],
    ['a list with one unreadable member is unknown', [1, 'x'], null],
  ])('%s', (_name, securityServicesRunning, expected) => {
    const facts = readFacts({ deviceGuard: ok({ securityServicesRunning }) });
    expect(factValue(facts, 'deviceGuard')?.securityServicesRunning).toEqual(expected);
  });

  test.each<[string, unknown, string]>([
    ['an ok without a value', ok(null), 'failed'],
    ['an ok with a plain value', ok(6), 'failed'],
    ['an unknown status', { status: 'maybe', value: {} }, 'failed'],
    ['not an object', 7, 'failed'],
    ['null', null, 'absent'],
  ])('%s is %s', (_name, tls, status) => {
    expect(readFacts({ tls }).tls.status).toBe(status);
  });

  test('never throws', () => {
    const names = Object.keys(readFacts({}));
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...names), (raw, name) => {
        readFacts(raw);
        readFacts({ [name]: raw });
        readFacts({ [name]: ok(raw) });
      }),
    );
  });
});
