import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';

const file = join(
  import.meta.dirname,
  '../../../apps/agent/src/GuardedFabricAgent/en-US/GuardedFabricAgent.Strings.psd1',
);
const strings = readFileSync(file, 'utf8');

/** As the agent says it, with something in every gap. */
function said(key: string): string {
  const [, text = ''] = new RegExp(`^ *${key} = '(.*)'$`, 'm').exec(strings) ?? [];
  return text.replaceAll("''", "'").replace(/\{\d\}/g, 'https://fabric.example');
}

const wrapped = (text: string, indent: number) =>
  (text.match(/.{1,60}/g) ?? []).join(`\n${' '.repeat(indent)}`);

const steps = (failed: string) =>
  ['Proxy', 'Name', 'Port', 'TLS', 'Certificate', 'Server', 'Clock', 'Token']
    .map((step) => {
      const [result, toDo] = step === failed ? ['failed', wrapped(said('AdviceClosed'), 9)] : ['ok', ''];
      return `Step   : ${step}\nResult : ${result}\nFound  : \nToDo   : ${toDo}\n`;
    })
    .join('\n');

const found = (text: string) => {
  const { verdict, remediation, ignored } = explain(text);
  return { code: verdict.code, keys: remediation.map(({ key }) => key), ignored };
};

describe('the agent’s test of its way to the server', () => {
  it.each([
    ['TLS', 'agentTlsFailed', ['modernTls']],
    ['Certificate', 'agentStepFailed', ['agentReporting']],
    ['Clock', 'agentStepFailed', ['clockInSync']],
    ['Port', 'agentStepFailed', ['agentReporting']],
    ['', 'agentConnected', []],
  ])('is understood as a list where this failed: %s', (step, code, keys) => {
    expect(found(steps(step))).toEqual({ code, keys, ignored: [] });
  });

  it('is understood as a table', () => {
    const table = 'Step Result Found ToDo\n---- ------ ----- ----\nPort ok\nTLS  failed reset  x';
    expect(found(table)).toMatchObject({ code: 'agentTlsFailed', keys: ['modernTls'] });
  });

  it('says nothing of HGS, for or against', () => {
    expect(found(`AttestationStatus : Passed\n\n${steps('TLS')}`)).toMatchObject({
      code: 'passed',
      keys: ['modernTls'],
    });
    expect(found(`AttestationStatus : TpmError\n\n${steps('')}`).code).toBe('tpmError');
  });
});

describe('what the agent says in its log', () => {
  it.each([
    ['CredentialRefused', 'agentCredentialRefused', 'agentReporting'],
    ['CredentialKept', 'agentCredentialRefused', 'agentReporting'],
    ['RotationFailed', 'agentRotationFailed', 'agentReporting'],
    ['CredentialNotRotated', 'agentRotationFailed', 'agentReporting'],
    ['AdviceClosed', 'agentConnectionClosed', 'modernTls'],
  ])('is understood, in one line and wrapped: %s', (message, code, key) => {
    for (const text of [said(message), `Message : ${wrapped(said(message), 10)}`])
      expect(found(text)).toMatchObject({ code, keys: [key] });
  });
});
