import type { ReportTotals, Scheduled } from '@/lib/contracts/reports';
import { FORMAT_LOCALE, type Locale } from '@/lib/i18n/locales';
import { fullMoment, type Zone } from '@/lib/i18n/moment';
import { reportText } from '@/lib/i18n/report-text';
import { sharesOf } from '@/lib/i18n/share';
import { visibleText } from '@/lib/util/visible-text';

/** What a mail says about a finished report. */
export type Told = {
  number: string;
  title: string;
  lang: Locale;
  timeZone: string;
  from: Date | null;
  asOf: Date;
  totals: ReportTotals;
  digest: string;
  scheduled: Scheduled;
  owner: string;
  /** The address of the report's page, which requires a session. */
  link: string;
  file: 'none' | 'attached' | 'tooLarge';
};

export const FILE_MB_AT_MOST = 10;

/**
 * Plain text only, so nothing is read as markup. Invisible characters in names by people and hosts are shown
 * as marks, so that they cannot start a new line or header.
 */
export function mailText(told: Told): { subject: string; text: string } {
  const text = reportText(told.lang);
  const { number, totals } = told;
  const title = visibleText(told.title);
  const { hosts, compliant } = totals;
  const subject =
    hosts === 0
      ? text('mail.subjectEmpty', { title, number })
      : text('mail.subject', { title, number, compliant, hosts });
  const parts = [[title, ...timeLines(told)], figureLines(told), linkLines(told), noteLines(told)];
  const lines = parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
  return { subject, text: `${lines.join('\n\n')}\n` };
}

const zoneOf = ({ lang: locale, timeZone }: Told): Zone => ({ locale, timeZone });

function timeLines(told: Told): string[] {
  const text = reportText(told.lang);
  const asOf = fullMoment(told.asOf, zoneOf(told));
  const number = text('mail.number', { value: told.number });
  if (told.from === null) return [number, text('mail.asOf', { value: asOf })];
  return [number, text('mail.period', { from: fullMoment(told.from, zoneOf(told)), to: asOf })];
}

function figureLines({ lang, totals }: Told): string[] {
  const text = reportText(lang);
  const shares = sharesOf(FORMAT_LOCALE[lang]);
  const share = (value: number | null) => (value === null ? text('noData') : shares(value));
  const lines = [
    text('mail.hosts', { value: totals.hosts }),
    text('mail.compliant', { count: totals.compliant, rate: share(totals.rate) }),
    text('mail.excepted', { count: totals.excepted }),
    text('mail.nonCompliant', { count: totals.nonCompliant }),
    text('mail.unverified', { count: totals.unverified }),
  ];
  const { verifiedShare } = totals;
  return verifiedShare === null ? lines : [...lines, text('mail.verified', { rate: share(verifiedShare) })];
}

function linkLines({ lang, link, digest, file }: Told): string[] {
  const text = reportText(lang);
  const lines = [text('mail.link'), link, text('mail.digest', { digest })];
  if (file === 'none') return lines;
  return [...lines, text(`mail.${file}`, { most: FILE_MB_AT_MOST })];
}

function noteLines(told: Told): string[] {
  const { scheduled, lang, owner } = told;
  const text = reportText(lang);
  const due = fullMoment(new Date(scheduled.dueAt), zoneOf(told));
  return [
    ...(scheduled.isLate ? [text('mail.late', { due })] : []),
    ...(scheduled.missed > 0 ? [text('mail.missed', { count: scheduled.missed })] : []),
    text('mail.why', { schedule: visibleText(scheduled.name), owner: visibleText(owner) }),
  ];
}
