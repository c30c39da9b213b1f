import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { VERDICT_CODES, type VerdictCode, type VerdictParams } from '@/lib/domain/verdict';
import en from '@/lib/i18n/messages/en/verdict.json';
import fr from '@/lib/i18n/messages/fr/verdict.json';

const params: VerdictParams = {
  vmsKnown: 'yes',
  vms: 6,
  failing: 3,
  checks: 14,
  judged: 'several',
  named: 'SecureBootSettings, BitLocker, PagefileEncryption',
  lastState: 'Passed',
  offsetSeconds: 900,
  disagreeing: 2,
  risks: 1,
  status: 'Bestanden',
  reason: 'Accès refusé.',
};
const MESSAGES: Record<'en' | 'fr', Record<string, string>> = { en, fr };
const say = (locale: 'en' | 'fr', code: VerdictCode, changes: Partial<VerdictParams> = {}) =>
  createTranslator({ locale, messages: { verdict: locale === 'fr' ? fr : en }, namespace: 'verdict' })(code, {
    ...params,
    ...changes,
  } as never);

describe('verdict messages', () => {
  test('there is one for every code, and none for another', () => {
    for (const locale of ['en', 'fr'] as const) {
      expect(Object.keys(MESSAGES[locale]).sort()).toEqual([...VERDICT_CODES].sort());
    }
  });

  test('each can be said with any number of VMs, and never says that one is down', () => {
    for (const code of VERDICT_CODES) {
      for (const changes of [{}, { vms: 0 }, { vms: 1 }, { vmsKnown: 'no' as const, vms: 0 }]) {
        for (const locale of ['en', 'fr'] as const) {
          expect(say(locale, code, changes)).toMatch(/^[A-ZÀ-Ý].*\.$/);
          expect(say(locale, code, changes)).not.toMatch(/undefined|\{|\bdown\b|stopped running|arrêtées?\b/);
        }
      }
    }
  });

  test('reads as people read it', () => {
    expect(say('en', 'clientNotRead')).toBe(
      'Nothing proves that the 6 shielded VMs of this host can start on it or move to it. The host could not read its HGS client (“Accès refusé.”), so its attestation status is not known. Run Get-HgsClientConfiguration on it in an elevated PowerShell.',
    );
    expect(say('fr', 'clientNotRead')).toContain(
      'L’hôte n’a pas pu lire son client HGS («\u202fAccès refusé.\u202f»)\u202f: son état d’attestation',
    );
    expect(say('en', 'insecure')).toBe(
      'The 6 shielded VMs of this host cannot start on it or move to it. HGS refused it: 3 of 14 checks fail, and all 3 must be fixed.',
    );
    expect(say('en', 'insecure', { vms: 1, failing: 1 })).toBe(
      'The shielded VM of this host cannot start on it or move to it. HGS refused it: 1 of 14 checks fails.',
    );
    expect(say('en', 'insecure', { failing: 2 })).toContain('2 of 14 checks fail, and both must be fixed.');
    expect(say('fr', 'insecure', { failing: 2 })).toContain(
      '2 contrôles sur 14 échouent, et les deux doivent être corrigés.',
    );
    expect(say('fr', 'insecure', { vmsKnown: 'no' })).toBe(
      'Aucune VM protégée ne peut démarrer sur cet hôte ni y être déplacée. HGS l’a refusé\u202f: 3 contrôles sur 14 échouent, et tous doivent être corrigés.',
    );
  });

  test('claims no number of checks in a mode that judges one', () => {
    const one = { failing: 1, checks: 1, judged: 'one' as const, named: 'VirtualSecureMode' };
    expect(say('en', 'insecure', one)).toBe(
      'The 6 shielded VMs of this host cannot start on it or move to it. HGS refused it: VirtualSecureMode fails.',
    );
    expect(say('fr', 'insecure', one)).toContain('HGS l’a refusé\u202f: VirtualSecureMode échoue.');
  });

  test('says of a host in local mode which VMs can still start', () => {
    const codes = [
      ...(['notConfigured', 'notConfiguredLocal', 'notConfiguredNoUrls'] as const),
      ...(['featureMissing', 'featureRestartPending'] as const),
    ];
    for (const code of codes) {
      for (const changes of [{}, { vms: 0 }, { vms: 1 }, { vmsKnown: 'no' as const }]) {
        expect(say('en', code, changes)).toMatch(
          /^VMs shielded for HGS cannot start on this host or move to it\. VMs with a local key protector are not affected\./,
        );
        expect(say('en', code, changes)).not.toMatch(/shielded VMs? /);
        expect(say('fr', code, changes)).toMatch(
          /^Les VM protégées par HGS ne peuvent .* local ne sont pas concernées\./,
        );
      }
    }
    expect(say('en', 'featureRestartPending')).not.toMatch(/install it/i);
    expect(say('en', 'notConfiguredLocal')).toContain('The host has 6 VMs with a virtual TPM.');
  });
});
