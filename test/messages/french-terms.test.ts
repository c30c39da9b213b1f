import { describe, expect, it } from 'vitest';
import { loadMessages } from '@/lib/i18n/messages';

type Text = { path: string; text: string };

function textsIn(node: unknown, path: string): Text[] {
  if (typeof node === 'string') return [{ path, text: node }];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, child]) => textsIn(child, path === '' ? key : `${path}.${key}`));
}

const FRENCH = textsIn(loadMessages('fr'), '');
const holding = (pattern: RegExp) => FRENCH.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

/** The long name, which may stand once: where the term is explained. */
const LONG_NAME = /machines? virtuelles? dotées? d[’']une protection maximale/giu;

describe('the French texts', () => {
  it('call a shielded VM “VM protégée”, and have its long name at most once', () => {
    const others = FRENCH.filter(({ text }) => /protection maximale/iu.test(text.replace(LONG_NAME, '')));
    expect(others.map(({ path }) => path)).toEqual([]);
    expect(holding(new RegExp(LONG_NAME, 'iu')).length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['a drained host “drainé”', /\b(hôtes?|nœuds?) vidée?s?(?![\p{L}])/iu],
    [
      'what is done on HGS “enregistrer”, and not “inscrire”',
      /inscri\p{L}* [^.]*(HGS|référence|stratégie|vidages)/iu,
    ],
    ['a TPM baseline “base de référence TPM”', /(?<!bases? de )référence TPM/iu],
    ['an able host “opérationnel”', /(?<![\p{L}])(in)?aptes?(?![\p{L}])/iu],
    ['an elevated shell “en tant qu’administrateur”', /PowerShell élevé|droits élevés/iu],
    ['a certificate or token that is over “expiré”', /périmée?s?(?![\p{L}])/iu],
    ['an exception “dérogation”', /(?<![\p{L}])(?<!à l’)exceptions?(?![\p{L}])/iu],
    ['an enrolment “inscription”', /enrôl/iu],
    ['what Windows calls “démarrage sécurisé”', /Secure Boot/u],
    [
      'all fabrics no fleet: hosts are “inscrits” and “retirés”',
      /(?<![\p{L}])(parcs?|flottes?)(?![\p{L}])/iu,
    ],
    ['a guarded fabric “fabric”', /(?<![\p{L}])infrastructures?(?![\p{L}])/iu],
    ['an attestation no judgement', /jugement de HGS/iu],
    ['a page file “fichier de pagination”', /fichiers? d[’']échange/iu],
  ])('call %s', (_what, pattern) => {
    expect(holding(pattern)).toEqual([]);
  });
});
