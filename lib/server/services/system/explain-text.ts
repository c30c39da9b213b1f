import { ExplainInput, type ExplainOutput } from '@/lib/contracts/catalogue';
import { type Explanation, explainText as explain } from '@/lib/domain/explain/explain';
import { renderEntry } from '@/lib/domain/remediation/render';
import type { Locale } from '@/lib/i18n/locales';
import { remediationText } from '@/lib/i18n/remediation-text';
import { verdictText } from '@/lib/i18n/verdict-text';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse';

/** The verdict and the way out of a host from what it printed, without an agent. Nothing is stored. */
export async function explainText({ ctx, input }: Verb<unknown>): Promise<ExplainOutput> {
  authorize(ctx, 'catalogue.read');
  const { text, lang } = parseInput(ExplainInput, input);
  const { verdict, notes, remediation, ...found } = explain(text);
  const translate = remediationText(lang);
  return {
    ...found,
    verdict: { code: verdict.code, text: textOf(verdict, lang) },
    notes: notes.map((code) => ({ code, text: translate(`explainNote.${code}`) })),
    remediation: remediation.map((entry) => renderEntry(entry, translate)),
  };
}

function textOf(verdict: Explanation['verdict'], lang: Locale): string {
  return verdict.kind === 'host'
    ? verdictText(lang, { code: verdict.code, params: verdict.params })
    : remediationText(lang)(`explain.${verdict.code}`);
}
