import { describe, expect, it, test } from 'vitest';
import { type FrameworkFile, readFramework } from '@/lib/contracts/framework-file';
import { OWN_FRAMEWORKS } from '@/lib/contracts/frameworks';
import type { Locale } from '@/lib/i18n/locales';
import { mistakeLines } from './framework-mistakes';

const mapping = {
  control: '21.2.h',
  title: 'Cryptography',
  relation: 'supports',
  checks: ['BitLocker'],
  reason: 'Disks are encrypted.',
};
const file = {
  framework: 'nis2',
  name: 'NIS 2',
  version: '2022/2555',
  controls: 10,
  counted: 'The ten measures of article 21, paragraph 2.',
  source: 'Our auditor',
  reviewedBy: 'Ada',
  reviewedAt: '2026-11-24',
  mappings: [mapping],
};
const NOW = new Date('2026-11-24T12:00:00Z');
const problemsOf = (value: unknown, locale: Locale = 'en') => {
  const reading = readFramework(typeof value === 'string' ? value : JSON.stringify(value), NOW);
  return reading.ok ? [] : mistakeLines(reading.mistakes, locale).split('\n');
};

describe('a file of a framework', () => {
  it('is read whole', () => {
    expect(readFramework(JSON.stringify(file), NOW)).toEqual({
      ok: true,
      file: { ...file, mappings: [{ ...mapping, causes: [] }] },
    });
  });

  test.each<[string, unknown, RegExp]>([
    [
      'another check',
      { ...file, mappings: [{ ...mapping, checks: ['BitLoker'] }] },
      /^entry 1 \(21\.2\.h\), checks 1: "BitLoker" is not a check; the checks are SecureBoot, /,
    ],
    [
      'another cause',
      { ...file, mappings: [{ ...mapping, causes: ['Passed'] }] },
      /^entry 1 \(21\.2\.h\), causes 1: "Passed" is not a cause/,
    ],
    [
      'neither',
      { ...file, mappings: [{ ...mapping, checks: [] }] },
      /^entry 1 \(21\.2\.h\): has neither checks nor causes/,
    ],
    [
      'a control twice',
      { ...file, mappings: [mapping, mapping] },
      /^entry 2 \(21\.2\.h\): this control appears twice$/,
    ],
    [
      'a check twice',
      { ...file, mappings: [{ ...mapping, checks: ['Iommu', 'Iommu'] }] },
      /^entry 1 \(21\.2\.h\), checks: names one twice$/,
    ],
    [
      'another relation',
      { ...file, mappings: [{ ...mapping, relation: 'equals' }] },
      /^entry 1 \(21\.2\.h\), relation: must be supports or partOf$/,
    ],
    [
      'a word that nobody knows',
      { ...file, mappings: [{ ...mapping, check: 'Iommu' }] },
      /^entry 1 \(21\.2\.h\), check: is not known here$/,
    ],
    [
      'one language alone',
      { ...file, mappings: [{ ...mapping, title: { fr: 'Chiffrement' } }] },
      /^entry 1 \(21\.2\.h\), title: must be a text, or \{/,
    ],
    [
      'an entry without its control',
      { ...file, mappings: [{ ...mapping, control: 7 }] },
      /^entry 1, control: /,
    ],
    [
      'fewer controls than are mapped',
      { ...file, controls: 1, mappings: [mapping, { ...mapping, control: 'b' }] },
      /^controls: is 1, and 2 controls are mapped$/,
    ],
    ['a key with a space', { ...file, framework: 'NIS 2' }, /^framework: must be small letters/],
    [
      'a name that turns text round',
      { ...file, name: 'NIS2 \u202e' },
      /^name: contains U\+202E, a control character or one that reverses the text direction/,
    ],
    [
      'a reason that rings',
      { ...file, mappings: [{ ...mapping, reason: 'as agreed \u0007' }] },
      /^entry 1 \(21\.2\.h\), reason: contains U\+0007/,
    ],
    [
      'a review that lies in the future',
      { ...file, reviewedAt: '2026-11-26' },
      /^reviewedAt: 2026-11-26 is in the future: give the day on which it was reviewed$/,
    ],
    [
      'a review of a line in the future',
      { ...file, mappings: [{ ...mapping, reviewedAt: '2027-01-01' }] },
      /^entry 1 \(21\.2\.h\), reviewedAt: 2027-01-01 is in the future/,
    ],
    ['a day of no reviewer', { ...file, reviewedBy: null }, /^reviewedBy: is null and the other is not/],
    [
      'a reviewer of a line without a day',
      { ...file, reviewedBy: null, reviewedAt: null, mappings: [{ ...mapping, reviewedBy: 'Ada' }] },
      /^entry 1 \(21\.2\.h\), reviewedAt: is null and the other is not/,
    ],
    ['no day', { ...file, reviewedAt: '24.11.2026' }, /^reviewedAt: must be a day such as 2026-11-24$/],
    ['no file at all', 'NIS2;21.2.h', /is not JSON/],
    ['a comma too many', '{\n  "framework": "nis2",,\n}', /^line 2, column 23: is not JSON/],
    ['cut short', '{\n  "framework":', /^line 2, column 15: is not JSON/],
    ['a list', [], /^must be an object$/],
    ['no name', { ...file, name: undefined }, /^name: must be a text$/],
    ['an empty name', { ...file, name: ' ' }, /^name: is empty$/],
    ['a long name', { ...file, name: 'N'.repeat(121) }, /^name: has more than 120 characters$/],
    ['no entry', { ...file, mappings: [] }, /^mappings: has no entry$/],
    ['too many controls', { ...file, controls: 1e6 }, /^controls: must be a whole number from 1 to 100,000/],
  ])('is refused, and says where and why: %s', (_name, value, expected) => {
    expect(problemsOf(value)[0]).toMatch(expected);
    // The reader's language, but for what JSON itself says.
    if (typeof value !== 'string') expect(problemsOf(value, 'fr')[0]).not.toBe(problemsOf(value)[0]);
  });

  it('tells mistakes in French', () => {
    const wrong = {
      ...file,
      controls: 0.5,
      mappings: [{ ...mapping, checks: ['BitLoker'], relation: 'is' }],
    };
    expect(problemsOf(wrong, 'fr').map((line) => line.slice(0, 60))).toEqual([
      'controls\u202f: doit être un nombre entier de 1 à 100\u202f000\u202f: combi',
      'entrée 1 (21.2.h), relation\u202f: doit être supports ou partOf',
      'entrée 1 (21.2.h), checks 1\u202f: "BitLoker" n’est pas un contrô',
    ]);
  });

  it('tells every mistake at once', () => {
    expect(problemsOf({ ...file, version: '', controls: 0.5 })).toHaveLength(2);
  });
});

describe('the frameworks of the product', () => {
  const textsOf = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [value];

  it.each(OWN_FRAMEWORKS.map((each) => [each.framework, each] as const))(
    '%s is a file as customers write it',
    (_key, own: FrameworkFile) => {
      expect(readFramework(JSON.stringify(own), NOW)).toEqual({ ok: true, file: own });
      expect([own.reviewedBy, own.reviewedAt]).toEqual([null, null]);
      expect(own.source).toEqual({ en: 'our reading', fr: 'notre lecture' });
      expect(textsOf(own)).not.toContain('');
    },
  );

  it('are counted as their publishers have them', () => {
    const counts = OWN_FRAMEWORKS.map(({ framework, controls }) => [framework, controls]);
    expect(Object.fromEntries(counts)).toEqual({ 'nist-800-53-r5': 1007, 'iso-27001-2022': 93 });
  });
});
