import type { ScheduleProblem } from '@/lib/contracts/schedules';
import type { Locale } from '@/lib/i18n/locales';
import { fullMoment } from '@/lib/i18n/moment';
import { reportText } from '@/lib/i18n/report-text';
import { visibleText } from '@/lib/util/visible-text';

type Told = Omit<ScheduleProblem, 'scheduleId'> & {
  schedule: string;
  owner: string;
  /** Whether the reader is the owner, or somebody who can take the schedule over. */
  isOwner: boolean;
  timeZone: string;
  lang: Locale;
  link: string;
};

const REASONS: Readonly<Record<string, 'beforeHistory' | 'invalid'>> = {
  before_history: 'beforeHistory',
  invalid_value: 'invalid',
};

/** Plain text, as in the mail of a report: invisible characters in names are shown as marks. */
export function problemText(told: Told): { subject: string; text: string } {
  const { kind, lang, timeZone, number = '', code = '', link } = told;
  const text = reportText(lang);
  const schedule = visibleText(told.schedule);
  const owner = visibleText(told.owner);
  const due = fullMoment(new Date(told.dueAt), { locale: lang, timeZone });
  const reason = text(`problem.reason.${REASONS[code] ?? 'other'}`);
  const parts = [
    text(`problem.${kind}`, { schedule, owner, due, number, reason }),
    text(`problem.todo.${kind}`),
    link,
    text(told.isOwner ? 'problem.whyOwner' : 'problem.whyAdministrator'),
  ];
  return { subject: text(`problem.subject.${kind}`, { schedule }), text: `${parts.join('\n\n')}\n` };
}
