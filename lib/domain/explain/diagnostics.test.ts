import { describe, expect, it } from 'vitest';
import { readFacts } from '@/lib/domain/facts';
import { readDiagnostics } from './diagnostics';

const said = (diagnostics: unknown) => readDiagnostics(readFacts({ diagnostics }));
const sent = (...lines: string[]) => said({ status: 'ok', value: { text: lines.join('\r\n') } });
const run = (...failing: string[]) =>
  sent('Overall Result: Fail', '    HV: Fail', ...failing.map((name) => `        ${name}: Fail`));

describe("what a host's last diagnostics say", () => {
  it('is nothing where no whole run was sent', () => {
    for (const none of [undefined, { status: 'failed', reason: 'Timeout' }, { status: 'ok', value: {} }])
      expect(said(none)).toBeNull();
    expect(sent('        Secure Boot: Fail')).toBeNull();
  });

  it('is the overall result and the checks to look at', () => {
    expect(run('Secure Boot', 'BitLocker')).toEqual({
      overall: 'Fail',
      pointAt: ['SecureBoot', 'BitLocker'],
      knownFalse: null,
    });
  });

  it('tells what fails without reason, alone and beside others', () => {
    expect(run('Code Integrity Policy Active')).toEqual({
      overall: 'Fail',
      pointAt: [],
      knownFalse: 'alone',
    });
    expect(run('Code Integrity Policy Active', 'BitLocker')).toMatchObject({ knownFalse: 'besideOthers' });
  });
});
