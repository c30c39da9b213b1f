import type { ReportContent, ReportException } from '@/lib/contracts/report-content';
import { type Making, relatedTo } from './hosts';
import { markdown, orNone, propsOf } from './parts';
import { riskOfPlan } from './plans';

/**
 * A risk for each cause, with its fix; one for each exception, which explains a failure but does not repair
 * it; and one for each repair plan.
 */
export function risksOf(making: Making) {
  const { causes, exceptions, plans } = making.content;
  return orNone([
    ...causes.map((cause) => riskOfCause(making, cause)),
    ...exceptions.map((exception) => riskOfException(making, exception)),
    ...plans.map((plan) => riskOfPlan(making, plan)),
  ]);
}

function riskOfCause(making: Making, { cause, hosts, vmsBlocked }: ReportContent['causes'][number]) {
  const { content, ids, text } = making;
  const fixes = content.remediation.filter((entry) => entry.cause === cause);
  return {
    uuid: ids.one('cause', cause),
    title: markdown(cause),
    description: text('oscal.cause', { cause: markdown(cause) }),
    statement: text('oscal.causeStatement', { hosts, vms: vmsBlocked }),
    status: 'open',
    remediations: orNone(
      fixes.map(({ title, steps }, index) => ({
        // A cause has a separate repair for each mode that needs one.
        uuid: ids.one('remediation', index === 0 ? cause : `${cause}\n${index}`),
        lifecycle: 'recommendation',
        title: markdown(title),
        description: steps.map((step, index) => `${index + 1}. ${markdown(step)}`).join('\n') || '–',
      })),
    ),
    'related-observations': relatedTo(making, ({ causes }) => causes.includes(cause)),
  };
}

function riskOfException(making: Making, exception: ReportException) {
  const { ids, text } = making;
  const covered = new Set(exception.hostIds);
  const { id, number, reason, control, causes, owner, inForceFrom, reviewAt, endsAt } = exception;
  const { requestedBy, requestedAt, approvedBy, approvedAt, withdrawnBy, withdrawnAt, follows } = exception;
  return {
    uuid: ids.one('exception', id),
    title: text('oscal.exception', { number: markdown(number) }),
    description: text('oscal.exceptionHint'),
    statement: markdown(reason),
    props: propsOf({
      'exception-number': number,
      causes: causes.join(' '),
      owner,
      'requested-by': requestedBy,
      'requested-at': requestedAt,
      'approved-by': approvedBy,
      'approved-at': approvedAt,
      ...(follows !== null && { follows }),
      'in-force-from': inForceFrom,
      'withdrawn-by': withdrawnBy,
      'withdrawn-at': withdrawnAt,
      'review-at': reviewAt,
    }),
    status: exception.isInForceAtEnd ? 'deviation-approved' : 'closed',
    'mitigating-factors': [{ uuid: ids.one('control', id), description: markdown(control) }],
    deadline: endsAt,
    'related-observations': relatedTo(making, (host) => covered.has(host.id)),
  };
}
