import { describe, expect, it } from 'vitest';
import { findEntries } from '@/components/remediation/find-entries';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { renderEntry } from '@/lib/domain/remediation/render';
import { remediationText } from '@/lib/i18n/remediation-text';

const entriesIn = (lang: 'en' | 'fr'): CatalogueEntry[] =>
  CATALOGUE.map((entry) => renderEntry(entry, remediationText(lang)));
const entries = entriesIn('fr');
const keysOf = (search: string) => findEntries(entries, search).map(({ key }) => key);

describe('the search of the catalogue', () => {
  it('finds nothing less than everything for nothing', () => {
    expect(findEntries(entries, '')).toHaveLength(CATALOGUE.length);
  });

  it('puts the entry of that name first, whatever else mentions it', () => {
    expect(keysOf('securebootsettings')[0]).toBe('SecureBootSettings');
    expect(keysOf('Passed')[0]).toBe('Passed');
  });

  it('reads commands, and words without their accents', () => {
    expect(keysOf('enable-bitlocker')).toContain('BitLocker');
    expect(keysOf('demarrage')).toEqual(keysOf('démarrage'));
    expect(keysOf('demarrage')).not.toEqual([]);
  });

  it.each([
    'The Host Guardian Service Client failed to unwrap a Key Protector on behalf of a calling process.',
    '“failed to unwrap a Key Protector”',
    'Le client du service Guardian hôte n’a pas réussi à désencapsuler un protecteur de clé pour le compte d’un processus appelant.',
    "« n'a pas reussi a desencapsuler un protecteur de cle »",
    '.NET 4.6',
  ])('finds the error of a shielded VM, in either language on either page: %s', (search) => {
    for (const lang of ['en', 'fr'] as const)
      expect(findEntries(entriesIn(lang), search).map(({ key }) => key)).toEqual(['modernTls']);
  });

  it('wants every word', () => {
    expect(keysOf('bitlocker nosuchword')).toEqual([]);
  });
});
