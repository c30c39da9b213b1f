import { describe, expect, it } from 'vitest';
import { findEntries } from '@/components/remediation/find-entries';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { renderEntry } from '@/lib/domain/remediation/render';
import { remediationText } from '@/lib/i18n/remediation-text';

const entries: CatalogueEntry[] = CATALOGUE.map((entry) => renderEntry(entry, remediationText('fr')));
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

  it('wants every word', () => {
    expect(keysOf('bitlocker nosuchword')).toEqual([]);
  });
});
