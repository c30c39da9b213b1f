import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soughtChanges } from '@/lib/domain/change-words';
import { CHANGE_KINDS } from '@/lib/domain/changes';
import { loadMessages } from '@/lib/i18n/messages';

const { en, fr } = { en: loadMessages('en').changeWords, fr: loadMessages('fr').changeWords };

describe('what changes a search asks for', () => {
  it.each([
    ['firmware changed', ['firmwareChanged'], ''],
    ['silent', ['silent'], ''],
    ['PAR-03 firmware', ['firmwareChanged'], 'PAR-03'],
    ['hv-par-0301 Recovered', ['recovery'], 'hv-par-0301'],
    ['HV-PAR-0301', [], 'HV-PAR-0301'],
    ['fi', [], 'fi'],
  ])('is told from the rest: %s', (wanted, kinds, rest) => {
    expect(soughtChanges(wanted, en)).toEqual({ kinds, rest });
  });

  it('is any kind for who says no more than that', () => {
    expect(soughtChanges('changes CL-1', en)).toEqual({ kinds: [...CHANGE_KINDS], rest: 'CL-1' });
    expect(soughtChanges('microprogramme modifié', fr)).toEqual({ kinds: ['firmwareChanged'], rest: '' });
  });

  it('finds each kind by its own name, and loses no word', () => {
    for (const words of [en, fr])
      fc.assert(
        fc.property(fc.constantFrom(...CHANGE_KINDS), fc.stringMatching(/^[0-9]{1,9}$/), (kind, host) => {
          const { kinds, rest } = soughtChanges(`${words[kind]} ${host}`, words);
          expect(kinds).toContain(kind);
          expect(rest.split(' ')).toContain(host);
        }),
      );
  });
});
