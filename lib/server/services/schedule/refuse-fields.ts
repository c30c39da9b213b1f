import type { MailFacts, ScheduleFields } from '@/lib/contracts/schedules';
import { ServiceError } from '@/lib/server/errors';
import { filterOf } from '@/lib/server/services/report';

/** What each field alone does not tell: whether its filter is one, and whether this server sends such mail. */
export function refuseFields({ report, recipients, attach }: ScheduleFields, mail: MailFacts): void {
  try {
    filterOf(report.filter);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ServiceError('invalid_value', error.message, { pointer: '/report/filter' });
  }
  if (recipients.length > 0 && !mail.isConfigured)
    throw new ServiceError(
      'invalid_value',
      'This server sends no mail: set GF_SMTP_URL and GF_MAIL_FROM, or name no recipients',
      { pointer: '/recipients' },
    );
  if (attach && !mail.files)
    throw new ServiceError(
      'invalid_value',
      'This server sends no files by mail: set GF_MAIL_FILES=pdf, or leave attach out',
      { pointer: '/attach' },
    );
}
