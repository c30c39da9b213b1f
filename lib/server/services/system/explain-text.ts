import { ExplainInput, type ExplainOutput } from '@/lib/contracts/catalogue';
import type { ExplainVerdict } from '@/lib/domain/explain/explanation';
import { renderEntry } from '@/lib/domain/remediation/render';
import type { Locale } from '@/lib/i18n/locales';
import { remediationText } from '@/lib/i18n/remediation-text';
import { verdictText } from '@/lib/i18n/verdict-text';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { parseInput } from '@/lib/server/request/parse-input';
import { createExplainer } from './explain-in-turn';
import { renderRepair } from './render-repair';

const explain = createExplainer();

/** The verdict on a host, and how to fix it, from what it printed, without an agent. Nothing is stored. */
export async function explainText({ ctx, input }: Verb<unknown>): Promise<ExplainOutput> {
  authorize(ctx, 'catalogue.read');
  const { text, lang } = parseInput(ExplainInput, input);
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
}

/** Thousands of rows share a few verdicts: each is put into words once. */
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
