import { describe, expect, it } from 'vitest';
import { CATALOGUE, remediationFor } from '@/lib/domain/remediation/catalogue';
import { type RenderedEntry, renderEntry } from '@/lib/domain/remediation/render';
import { STEPS } from '@/lib/domain/remediation/steps';
import { LOCALES } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';
import { remediationText } from '@/lib/i18n/remediation-text';

describe('the texts of the catalogue', () => {
  it.each(LOCALES)('is complete in %s, with no text too many', (locale) => {
    const used = new Set<string>();
    const known = remediationText(locale);
    const text = (key: string, values?: Record<string, string>) => {
      // What scripts say has a test of its own (script-texts.test.ts).
      if (!key.startsWith('script.')) used.add(key);
      return known(key, values);
    };
    for (const entry of CATALOGUE) expectComplete(renderEntry(entry, text));
    const { entry, step, expect: expected, caution } = loadMessages(locale).remediation;
    const written = Object.entries({ entry, step, caution, expect: expected }).flatMap(([group, texts]) =>
      Object.entries(texts).flatMap(([id, value]) =>
        typeof value === 'string'
          ? [`${group}.${id}`]
          : Object.keys(value).map((part) => `${group}.${id}.${part}`),
      ),
    );
    expect([...used].sort()).toEqual(written.sort());
  });

  it.each(LOCALES)('has the fix of every cause that the Fabric page ranks, in a line, in %s', (locale) => {
    const { fix } = loadMessages(locale).fabric;
    const ranked = CATALOGUE.filter(({ key, kind }) => kind !== 'prerequisite' && key !== 'Passed');
    expect(Object.keys(fix).sort()).toEqual([...new Set(ranked.map(({ key }) => key))].sort());
    for (const text of Object.values(fix)) expect(text.length).toBeLessThanOrEqual(64);
  });

  it.each(LOCALES)(
    'lets each step stand by itself, since what stands before it may be told elsewhere, in %s',
    (locale) => {
      const text = remediationText(locale);
      expect(text('step.installFeature.text')).toContain('HostGuardian');
      for (const { id } of Object.values(STEPS))
        expect(text(`step.${id}.text`), id).not.toMatch(
          /the next step|same wizard|script below first|même assistant|l’étape suivante|ci-dessous, puis/,
        );
    },
  );

  it('asks about BitLocker’s policy and shows the command as a caution only', () => {
    const entry = remediationFor('BitLocker', 'Tpm');
    expect(entry?.steps.map(({ id }) => id)).toContain('askBitLocker');
    const rendered = entry && renderEntry(entry, remediationText('en'));
    expect(rendered?.cautions.join()).toContain('Disable-HgsAttestationPolicy -Name Hgs_BitLockerEnabled');
  });
});

function expectComplete(entry: RenderedEntry): void {
  const texts = [
    entry.title,
    entry.meaning,
    entry.evidence,
    entry.verify.expect,
    ...entry.cautions,
    ...entry.steps.flatMap(({ text, caution }) => (caution === undefined ? [text] : [text, caution])),
  ];
  // A translator answers an unknown key with the key itself.
  for (const text of texts)
    expect(text, entry.key).not.toMatch(/^(remediation\.)?(entry|step|expect|caution)\./);
  // The vendor's own pages: its documentation, and its notes on updates.
  for (const { url } of entry.links) expect(url).toMatch(/^https:\/\/(learn|support)\.microsoft\.com\//);
}
