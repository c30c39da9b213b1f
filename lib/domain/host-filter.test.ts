import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  HOST_FILTER_WORDS,
  HOST_WORDS,
  type HostFilter,
  SAID_WORDS,
  soughtWords,
} from '@/lib/domain/host-filter';
import { type FilterableHost, matchesHost } from '@/test/support/matches-host';

const host: FilterableHost = {
  id: '0198f0c2-0000-7000-8000-00000000000a',
  fabricId: '0198f0c2-0000-7000-8000-000000000001',
  fabricName: 'PAR-Prod',
  hostname: 'HV-PAR-0309',
  fqdn: 'hv-par-0309.par.fab.example',
  cluster: 'CL-PAR-03',
  state: 'InsecureHostConfiguration',
  failingChecks: ['SecureBootSettings', 'BitLocker'],
  causes: ['SecureBootSettings', 'BitLocker'],
  reporting: 'onTime',
  osFamily: '2022',
  attestationMode: 'Tpm',
  model: '100%_M4',
  firmwareVersion: '2.19.1',
  tpm: 'IFX 7.85.4555.0',
  agentVersion: '1.0.0',
  risks: [],
  bootClass: '100%_M4 / 2.19.1 / 10.0.20348.2849',
  bootStage: 'kek',
  exceptionKinds: ['none'],
  owner: null,
};
const is = (...include: string[]) => ({ include, exclude: [] });
const isNot = (...exclude: string[]) => ({ include: [], exclude });

describe('matchesHost', () => {
  test.each<[string, HostFilter, boolean]>([
    ['nothing asked', {}, true],
    ['empty values ask nothing', { cluster: is() }, true],
    ['fabric by name', { fabric: is('PAR-Prod') }, true],
    ['fabric by id', { fabric: is(host.fabricId) }, true],
    ['open words keep case', { fabric: is('par-prod') }, false],
    ['open words are whole', { cluster: is('CL-PAR') }, false],
    ['one word repeated is OR', { cluster: is('CL-LYO-01', 'CL-PAR-03') }, true],
    ['different words are AND', { cluster: is('CL-PAR-03'), os: is('2019') }, false],
    ['any failing check', { check: is('BitLocker') }, true],
    ['a check that passes', { check: is('Iommu') }, false],
    ['is not', { check: isNot('BitLocker') }, false],
    ['negatives are AND', { check: isNot('Iommu', 'BitLocker') }, false],
    ['include and exclude together', { cluster: { include: ['CL-PAR-03'], exclude: ['CL-PAR-04'] } }, true],
    ['no owner is no value', { owner: is('Claire') }, false],
    ['no owner is not any owner', { owner: isNot('Claire') }, true],
    ['the TPM', { tpm: is('IFX 7.85.4555.0') }, true],
    ['the class', { class: is('100%_M4 / 2.19.1 / 10.0.20348.2849') }, true],
    ['a part of the class', { class: is('100%_M4') }, false],
    ['the stage of Secure Boot', { boot: { include: ['kek', 'db'], exclude: [] } }, true],
    ['another stage', { boot: { include: [], exclude: ['kek'] } }, false],
    ['a TPM of the same vendor with another version', { tpm: is('IFX 7.63.3144.0') }, false],
    ['the agent’s version', { agent: is('1.0.0') }, true],
    ['a host that is not at risk', { risk: { include: ['modernTls'], exclude: [] } }, false],
    ['one host by its id', { id: is('0198F0C2-0000-7000-8000-00000000000A') }, true],
    ['another one', { id: is('0198f0c2-0000-7000-8000-00000000000b') }, false],
    ['an id is no name', { id: is('HV-PAR-0309') }, false],
    ['q in any case', { q: is('hv-PAR') }, true],
    ['q in the domain name', { q: is('.fab.example') }, true],
    ['q finds firmware', { q: is('2.19') }, true],
    ['q does not look at the fabric', { q: is('par-prod') }, false],
    ['q is literal: percent', { q: is('100%_') }, true],
    ['q is literal: no wildcard', { q: is('HV%0309') }, false],
    ['q is literal: no regular expression', { q: is('HV.PAR') }, false],
    ['the words of q are in any order and field', { q: is('0309 Par') }, true],
    ['each word of q is found', { q: is('0309 nothing') }, false],
    ['more words than eight are one text', { q: is('h v p a r 0 3 9 -') }, false],
    ['several q are OR', { q: is('nothing', '0309') }, true],
    ['q negated', { q: isNot('0309') }, false],
  ])('%s', (_name, filter, expected) => {
    expect(matchesHost(filter, host)).toBe(expected);
  });

  test('excluding is the opposite of including, for every word', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...HOST_FILTER_WORDS),
        fc.constantFrom('PAR-Prod', '2022', 'M4', 'Tpm', 'none', ''),
        (word, value) => {
          const include = { [word]: is(value) } as HostFilter;
          const exclude = { [word]: isNot(value) } as HostFilter;
          expect(matchesHost(include, host)).toBe(!matchesHost(exclude, host));
        },
      ),
    );
  });
});

test('a text of eight words is looked for word by word, and a longer one as it stands', () => {
  const text = 'a b c d e f g H';
  expect(soughtWords(text)).toEqual(text.toLowerCase().split(' '));
  expect(soughtWords(`${text} i`)).toEqual([`${text.toLowerCase()} i`]);
});

test('docs/api.md lists the words, and says how rows call what hosts say', () => {
  const text = readFileSync('docs/api.md', 'utf8');
  expect(text.replaceAll('\n', ' ')).toContain(HOST_FILTER_WORDS.map((word) => `\`${word}\``).join(', '));
  for (const word of SAID_WORDS) expect(text).toContain(`\`${HOST_WORDS[word].field}\``);
});
