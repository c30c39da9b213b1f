import type { MailFacts, ScheduleFields } from '@/lib/contracts/schedules';
import { isInDomains } from '@/lib/contracts/words/schedules';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { Ctx } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { refuseUnknownFabrics } from '@/lib/server/services/fabric';
import { filterOf } from '@/lib/server/services/report';
import { visibleText } from '@/lib/util/visible-text';

/**
 * Checks what the schema of the fields cannot: that the filter is valid, and that this server can send such
 * mail.
 */
export async function refuseFields(ctx: Ctx, fields: ScheduleFields, mail: MailFacts): Promise<void> {
  await refuseUnknownFabrics(ctx, readFilter(fields.report.filter), '/report/filter');
  refuseMail(fields, mail);
}

function readFilter(text: string): HostFilter {
  try {
    return filterOf(text);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ServiceError('invalid_value', error.message, { pointer: '/report/filter' });
  }
}

function refuseMail({ recipients, attach }: ScheduleFields, mail: MailFacts): void {
  if (recipients.length > 0 && !mail.isConfigured)
    throw new ServiceError(
      'invalid_value',
      'This server sends no mail: set GF_SMTP_URL and GF_MAIL_FROM, or name no recipients',
      { pointer: '/recipients' },
    );
  const elsewhere = recipients.find((address) => !isInDomains(address, mail.domains));
  if (elsewhere !== undefined)
    throw new ServiceError(
      'invalid_value',
      `This server sends no mail to ${visibleText(elsewhere)}: name recipients at ${mail.domains?.join(', ')}, or add the domain to GF_MAIL_DOMAINS`,
      { pointer: '/recipients' },
    );
  if (attach && !mail.files)
    throw new ServiceError(
      'invalid_value',
      'This server sends no files by mail: set GF_MAIL_FILES=pdf, or leave attach out',
      { pointer: '/attach' },
    );
}
