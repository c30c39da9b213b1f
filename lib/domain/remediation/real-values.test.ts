import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandsOf } from '@/test/support/real-commands';
import { asShipped } from '@/test/support/script-text';
import { ableNodesIn } from './commands/able-nodes';
import { blanksIn } from './commands/blanks';
import { type HostWords, withRealValues } from './real-values';
import { STEPS } from './steps';
import type { RemediationStep } from './types';

const HOST: HostWords = {
  hostname: 'HV-PAR-0309',
  model: 'M4',
  firmwareVersion: '2.19.1',
  attestationServerUrl: 'https://hgs-par.fab.example/Attestation',
  keyProtectionServerUrl: 'https://hgs-par.fab.example/KeyProtection',
};

const NOTHING: HostWords = {
  hostname: '',
  model: null,
  firmwareVersion: null,
  attestationServerUrl: null,
  keyProtectionServerUrl: null,
};

const ALL: readonly RemediationStep[] = Object.values(STEPS);
const shipped = (id: string): string => ALL.find((step) => step.id === id)?.command ?? '';

describe('commands with what their host said', () => {
  it('hold its names and its addresses, and say whose words they are', () => {
    const {
      registerBaseline = '',
      addToGroup,
      setHgsUrls = '',
      registerTpmHost,
    } = commandsOf(HOST, asShipped);
    expect(registerBaseline).toContain(
      "$name = 'M4-fw2.19.1'  # said by the host: the name to register it under",
    );
    expect(blanksIn(registerBaseline)).toEqual(['$path', '$sha256']);
    expect(addToGroup).toContain("$computer = 'HV-PAR-0309$'  # ");
    expect(registerTpmHost).toContain("$name = 'HV-PAR-0309'  # ");
    expect(setHgsUrls).toContain("$attestation = 'https://hgs-par.fab.example/Attestation'  # ");
    expect(blanksIn(setHgsUrls)).toEqual([]);
  });

  it('stay as they ship where it said nothing, or nothing of that kind', () => {
    const nonsense: Partial<HostWords>[] = [
      {},
      { hostname: "HV'; calc" },
      { model: 'M4' },
      { firmwareVersion: '2.19.1' },
      { attestationServerUrl: 'file://c$/x' },
      { attestationServerUrl: 'https://hgs example/' },
      { model: 'M4\nRemove-Item', firmwareVersion: '2' },
      { model: 'M4\u202e', firmwareVersion: '2' },
    ];
    for (const words of nonsense) {
      const { registerBaseline, setHgsUrls, addToGroup } = commandsOf({ ...NOTHING, ...words }, asShipped);
      expect(registerBaseline).toBe(shipped('registerBaseline'));
      expect(setHgsUrls).toBe(shipped('setHgsUrls'));
      expect(addToGroup).toBe(shipped('addToGroup'));
    }
    const half =
      commandsOf({ ...NOTHING, attestationServerUrl: HOST.attestationServerUrl }, asShipped).setHgsUrls ?? '';
    expect(blanksIn(half)).toEqual(['$keyProtection']);
  });

  it('name the nodes that can take its VMs now, and no text that is no name', () => {
    const of = (...ableNodes: string[]) => commandsOf(NOTHING, asShipped, ableNodes);
    expect(of('HV-02', "HV'03", 'HV-04').guardedRestart).toContain(
      "$ableNodes = @('HV-02', 'HV-04')  # Passed when this script was shown\n",
    );
    expect(of("HV'03").guardedRestart).toBe(shipped('guardedRestart'));
    expect(of('HV-02').restartAfterBitLocker).toContain("$ableNodes = @('HV-02')  # ");
    expect(of('HV-02').resumeNode).toBe(shipped('resumeNode'));
  });

  it('show them right below what a restart ends, among the lines that a page does not fold', () => {
    for (const id of ['guardedRestart', 'restartAfterBitLocker'] as const) {
      const lines = shipped(id)?.split('\n') ?? [];
      const ends = lines.findIndex((line) => line.includes('$ends = @('));
      expect(lines[ends + 1], id).toContain('$ableNodes = @(');
    }
  });

  it('keep whatever a host says within its quotes', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom(
          "'",
          '\u2019',
          '\u2018',
          '\u201b',
          '$',
          '(',
          ')',
          '`',
          ';',
          '&',
          '\n',
          '#',
          '"',
        ),
      }),
    );
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const urls = { attestationServerUrl: `https://${one}`, keyProtectionServerUrl: `http://${other}` };
        const commands = commandsOf(
          { hostname: one, model: one, firmwareVersion: other, ...urls },
          asShipped,
        );
        for (const [id, command] of Object.entries(commands)) {
          const [lines, own] = [command.split('\n'), shipped(id).split('\n')];
          expect(lines).toHaveLength(own.length);
          for (const [index, line] of lines.entries()) {
            if (line === own[index]) continue;
            // One text of single quotes, in which each quote is doubled, and then the comment.
            expect(line).toMatch(/^ *\$\w+ = '(?:[^'\u2018-\u201b]|'')+' {2}# said by the host: [ -~]*$/);
          }
        }
      }),
    );
  });

  it('say whether a person still enters the nodes that take the VMs', () => {
    const nodes = (ableNodes: string[]) =>
      ableNodesIn(
        withRealValues(
          { id: 'guardedRestart', command: shipped('guardedRestart') },
          { words: HOST, ableNodes },
          asShipped,
        ),
      );
    expect([nodes([]), nodes(['HV-02', 'HV-03'])]).toEqual(['none', 'some']);
    expect(ableNodesIn(shipped('resumeNode'))).toBeNull();
  });
});
