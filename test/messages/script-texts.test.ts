import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { REGISTER_BASELINE_V1 } from '@/lib/domain/remediation/commands/hgs';
import { GUARDED_RESTART, restartTo } from '@/lib/domain/remediation/commands/restart';
import { commandIn, SCRIPT_TEXTS } from '@/lib/domain/remediation/commands/script-texts';
import { STEPS } from '@/lib/domain/remediation/steps';
import type { RemediationStep } from '@/lib/domain/remediation/types';
import english from '@/lib/i18n/messages/en/remediation.json';
import french from '@/lib/i18n/messages/fr/remediation.json';
import { remediationText } from '@/lib/i18n/remediation-text';
import { commandsOf } from '@/test/support/real-commands';

const steps: readonly RemediationStep[] = Object.values(STEPS);
const commands = [
  ...steps.flatMap(({ command }) => command ?? []),
  ...CATALOGUE.map(({ verify }) => verify.command),
  REGISTER_BASELINE_V1,
  restartTo(GUARDED_RESTART, ['HV-02'], ['BitLocker']),
  commandsOf(
    {
      hostname: 'HV-02',
      model: null,
      firmwareVersion: null,
      attestationServerUrl: null,
      keyProtectionServerUrl: null,
    },
    remediationText('en'),
  ).registerTpmHost ?? '',
];

/** What a script says: errors, comments, and text that it prints. */
const SAID = /throw (?:'[^']*'|"(?:[^"$]|\$\([^)]*\)|\$)*")|# .*|return "[^"]*"|\{ '[^']*' \}/g;

describe('what scripts say', () => {
  it('is what the English messages have', () => {
    expect(english.script).toEqual(SCRIPT_TEXTS);
  });

  it('is said in French wherever they say something, and all else stays', () => {
    for (const command of commands) {
      const translated = commandIn(command, remediationText('fr'));
      const [said, saidThere] = [command, translated].map((text) => text.match(SAID) ?? []);
      expect(saidThere).toHaveLength(said?.length ?? 0);
      for (const one of said ?? []) expect(saidThere, command).not.toContain(one);
      expect(translated.replaceAll(SAID, '…')).toBe(command.replaceAll(SAID, '…'));
    }
  });

  it('stays as it ships in English', () => {
    for (const command of commands) expect(commandIn(command, remediationText('en'))).toBe(command);
  });

  it('is in some command', () => {
    const all = commands.join('\n');
    expect(Object.values(SCRIPT_TEXTS).filter((text) => !all.includes(text))).toEqual([]);
  });

  it('leaves no quotes, also where a file of it is read without the mark of UTF-8', () => {
    for (const text of Object.values(french.script)) {
      expect(text).not.toMatch(/["'`‘’‚‛“”„]/);
      // Windows PowerShell 5.1 then reads Windows-1252, in which these bytes are quotes.
      expect(
        [...Buffer.from(text)].filter((byte) => [0x82, 0x84, 0x91, 0x92, 0x93, 0x94].includes(byte)),
      ).toEqual([]);
    }
  });
});
