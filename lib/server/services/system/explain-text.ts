import { ExplainInput, ExplainOutput } from '@/lib/contracts/catalogue';
import type { ExplainVerdict } from '@/lib/domain/explain/explanation';
import { renderEntry } from '@/lib/domain/remediation/render';
import type { Locale } from '@/lib/i18n/locales';
import { remediationText } from '@/lib/i18n/remediation-text';
import { verdictText } from '@/lib/i18n/verdict-text';
import { verb } from '@/lib/server/verbs/verb';
import { createExplainer } from './explain-in-turn';
import { renderRepair } from './render-repair';

const explain = createExplainer();

/** The verdict on a host and how to fix it, from the text that it printed, without an agent. Nothing is stored. */
export const explainText = verb({
  procedure: 'system.explain',
  route: { at: 'POST /api/v1/explain', tag: 'catalogue', operation: 'explain' },
  summary: 'Explains the output of Get-HgsClientConfiguration or Get-HgsTrace.',
  right: 'catalogue.read',
  kind: 'question',
  input: ExplainInput,
  output: ExplainOutput,
  work: async ({ ctx, input: { text, lang } }) => {
    const { verdict, hosts, notes, remediation, seesIommu, ...found } = await explain(ctx.actor, text);
    const translate = remediationText(lang);
    const render = verdictsIn(lang);
    return {
      ...found,
      verdict: render(verdict),
      ...(hosts ? { hosts: hosts.map((host) => ({ ...host, verdict: render(host.verdict) })) } : {}),
      notes: notes.map((code) => ({ code, text: translate(`explainNote.${code}`) })),
      remediation: remediation.map((entry) => renderEntry(entry, translate)),
      repair: hosts ? null : renderRepair(remediation, seesIommu, translate),
    };
  },
});

/** Thousands of rows share a few verdicts, so each is put into words once. */
function verdictsIn(lang: Locale): (verdict: ExplainVerdict) => ExplainOutput['verdict'] {
  const known = new Map<string, string>();
  return (verdict) => {
    const key = JSON.stringify(verdict);
    const text = known.get(key) ?? textOf(verdict, lang);
    known.set(key, text);
    return { code: verdict.code, text };
  };
}

function textOf(verdict: ExplainVerdict, lang: Locale): string {
  if (verdict.kind === 'host') return verdictText(lang, { code: verdict.code, params: verdict.params });
  const set = verdict.kind === 'several' ? 'explainSeveral' : 'explain';
  return remediationText(lang)(`${set}.${verdict.code}`, verdict.params);
}
