import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANGE_KINDS, type ChangeKind } from '@/lib/domain/change-kinds';
import { soughtChanges } from '@/lib/domain/change-words';
import { LOCALES } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';
import { textsOfChanges, titlesOfChanges } from './find-changes';

const { en, fr } = { en: textsOfChanges('en'), fr: textsOfChanges('fr') };

describe('what changes a search asks for', () => {
  it.each([
    ['firmware changed', ['firmwareChanged'], ''],
    ['silent', ['silent'], ''],
    ['PAR-03 firmware', ['firmwareChanged'], 'PAR-03'],
    ['firmware changed on hv-1', ['firmwareChanged'], 'hv-1'],
    ['hv-par-0301 Recovered', ['recovery'], 'hv-par-0301'],
    ['cluster changed', ['clusterChanged'], ''],
    ['HV-PAR-0301', [], 'HV-PAR-0301'],
    ['host hv-1', [], 'hv-1'],
    ['with another', [], ''],
    ['hos', [], 'hos'],
    ['fi', [], 'fi'],
  ])('is told from the rest: %s', (wanted, kinds, rest) => {
    expect(soughtChanges(wanted, en)).toEqual({ kinds, rest });
  });

  it.each([
    ['microprogramme modifié', ['firmwareChanged'], ''],
    ['l’hôte hv-1', [], 'hv-1'],
    ['Réinscription hv-24', ['reenrollAllowed', 'reenrollWithdrawn'], 'hv-24'],
  ])('is told in French too: %s', (wanted, kinds, rest) => {
    expect(soughtChanges(wanted, fr)).toEqual({ kinds, rest });
  });

  it('is any kind for who says no more than that', () => {
    expect(soughtChanges('changes CL-1', en)).toEqual({ kinds: [...CHANGE_KINDS], rest: 'CL-1' });
  });

  it('is all that a timeline shows, as it shows it', () => {
    for (const lang of LOCALES) {
      const shown = Object.entries(loadMessages(lang).host.timeline.event);
      for (const [kind, title] of shown) {
        const { kinds, rest } = soughtChanges(title, textsOfChanges(lang));
        expect([kinds, rest], title).toEqual([expect.arrayContaining([kind]), '']);
        expect(titlesOfChanges(lang)[kind as ChangeKind]).toBe(title);
      }
    }
  });

  it('finds each kind by its own name, and loses no host', () => {
    for (const lang of LOCALES)
      fc.assert(
        fc.property(fc.constantFrom(...CHANGE_KINDS), fc.stringMatching(/^hv-[0-9]{1,9}$/), (kind, host) => {
          const { kinds, rest } = soughtChanges(
            `${titlesOfChanges(lang)[kind]} ${host}`,
            textsOfChanges(lang),
          );
          expect(kinds).toContain(kind);
          expect(rest).toBe(host);
        }),
      );
  });
});
