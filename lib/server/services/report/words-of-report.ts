import type { ReportContent, ReportHost } from '@/lib/contracts/report-content';
import type { ReportKind } from '@/lib/contracts/words/reports';
import { CATALOGUE, remediationFor } from '@/lib/domain/remediation/catalogue';
import { renderEntry } from '@/lib/domain/remediation/render';
import type { Locale } from '@/lib/i18n/locales';
import { fullMoment } from '@/lib/i18n/moment';
import { remediationText } from '@/lib/i18n/remediation-text';
import { reportText } from '@/lib/i18n/report-text';

const OF_MOMENT = ['agent', 'judge', 'silence', 'classes', 'asOf', 'late', 'vms', 'checks'] as const;
const OF_PERIOD = ['period', 'scope', 'failures', 'lateEvidence'] as const;
const AT_LAST = ['causes', 'proof'] as const;

const CLASSES = ['compliant', 'excepted', 'nonCompliant', 'unverified'] as const;
const DEFINED = [...CLASSES, 'blockedVms', 'freedAlone', 'verifiedUntil', 'lastSnapshot'] as const;

/** How the figures were determined, as printed in each report. */
export function methodOf(
  kind: ReportKind,
  { asOf, lang, timeZone }: { asOf: Date; lang: Locale; timeZone: string },
): Pick<ReportContent, 'method' | 'definitions'> {
  const text = reportText(lang);
  const at = fullMoment(asOf, { locale: lang, timeZone });
  const lines = [...OF_MOMENT, ...(kind === 'period' ? OF_PERIOD : []), ...AT_LAST];
  const terms = [...DEFINED, ...(kind === 'period' ? (['verifiedTime'] as const) : [])];
  return {
    method: lines.map((line) => text(`method.${line}`, { at })),
    definitions: terms.map((term) => ({
      term: text(`definition.${term}.term`),
      text: text(`definition.${term}.text`),
    })),
  };
}

/**
 * How to fix each cause of these hosts, in the order of the catalogue. Causes that the catalogue does not
 * know are left out.
 */
export function remediationOf(
  hosts: readonly Pick<ReportHost, 'causes' | 'attestationMode'>[],
  lang: Locale,
): ReportContent['remediation'] {
  // Each pair once: ten thousand hosts have few distinct ones, and the catalogue is long.
  const asked = new Map(
    hosts.flatMap(({ causes, attestationMode: mode }) =>
      causes.map((cause) => [`${mode}\n${cause}`, { cause, mode }] as const),
    ),
  );
  const entries = new Set([...asked.values()].map(({ cause, mode }) => remediationFor(cause, mode)));
  const text = remediationText(lang);
  return CATALOGUE.filter((entry) => entries.has(entry))
    .map((entry) => renderEntry(entry, text))
    .map(({ key, title, steps }) => ({ cause: key, title, steps: steps.map((step) => step.text) }));
}
