import type { ScheduleFields } from '@/lib/contracts/schedules';
import type { AuditDetail } from '@/lib/server/audit/canonical';

/** What the audit log records about a schedule: what it reports, when, and to whom. */
export function scheduleDetail({
  name,
  report,
  every,
  on,
  at,
  timeZone,
  recipients,
  ...rest
}: ScheduleFields): AuditDetail {
  const { kind, filter, lang } = report;
  const { attach, keep, keepDays, enabled } = rest;
  const rhythm = [every, on, at, timeZone].filter((part) => part !== null).join(' ');
  return {
    name,
    kind,
    filter,
    lang,
    rhythm,
    recipients: recipients.join(', '),
    attach,
    keep,
    keepDays,
    enabled,
  };
}
