'use client';

import { useTranslations } from 'next-intl';
import { Fragment, type ReactNode } from 'react';
import { useRejectionText } from '@/components/fleet/rejection-text';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { Verdict } from '@/components/fleet/verdict';
import { failingOf } from '@/components/hosts/check-result';
import { placeOfCheck } from '@/components/hosts/use-led-to';
import { PartLink } from '@/components/ui/part-link';
import { useZone } from '@/components/ui/use-zone';
import type { HostView } from '@/lib/client/outputs';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { fullMoment } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

type VerdictBoxProps = {
  host: HostView;
  /** Leads to a check of the same page; absent where they stand elsewhere. */
  onLead?: ((place: string) => void) | undefined;
  /** The order of repair is told beside it. */
  isOrderElsewhere?: boolean;
  /** What can be done about it at once. */
  children?: ReactNode;
};

/** The consequence first, then why and what to do. */
export function VerdictBox({ host, onLead, isOrderElsewhere = false, children }: VerdictBoxProps) {
  const t = useTranslations('host');
  const zone = useZone();
  const [consequence, reason] = useVerdict(host);
  const rejectionText = useRejectionText();
  const { lastRejection } = host;
  return (
    <Verdict state={host.state} glyph={<StateGlyph state={host.state} size={18} />} title={consequence}>
      {reason !== '' && <p>{reason}</p>}
      {!isOrderElsewhere && <RepairOrder {...{ host, onLead }} />}
      {host.reporting === 'silent' && host.lastObservedAt !== null && (
        <p>
          {t('silentSince', {
            last: fullMoment(new Date(host.lastObservedAt), zone),
            since: fullMoment(new Date(host.since), zone),
          })}
        </p>
      )}
      {host.reporting === 'faulty' && lastRejection !== null && (
        <p>
          {t(host.lastObservedAt === null ? 'rejectedOnly' : 'rejected', {
            moment: fullMoment(new Date(lastRejection.at), zone),
            reason: rejectionText(lastRejection.code),
          })}
        </p>
      )}
      {children}
    </Verdict>
  );
}

/** Several checks that fail are repaired one after the other, and the order matters. Each leads to its steps. */
function RepairOrder({ host, onLead }: VerdictBoxProps) {
  const t = useTranslations('host');
  const failing = host.state === 'InsecureHostConfiguration' ? inRepairOrder(failingOf(host.checks)) : [];
  if (failing.length < 2) return null;
  const checks = () =>
    failing.map((check, index) => (
      <Fragment key={check}>
        {index > 0 && ', '}
        {index + 1}. <CheckLink check={check} onLead={onLead} />
      </Fragment>
    ));
  return <p>{t.rich('repairOrder', { checks })}</p>;
}

type CheckLinkProps = { check: string; onLead: VerdictBoxProps['onLead'] };

function CheckLink({ check, onLead }: CheckLinkProps) {
  const place = placeOfCheck(check);
  if (place === undefined || onLead === undefined) return visibleText(check);
  return (
    <PartLink className="link" part={place} onFollow={() => onLead(place)}>
      {check}
    </PartLink>
  );
}

/** Uses the reader's language where this version has words for the code, else what the server told. */
function useVerdict({ verdict }: HostView): [string, string] {
  const t = useTranslations('verdict');
  const key = verdict.code as Parameters<typeof t.has>[0];
  const text = t.has(key) ? t(key, seen(verdict.params) as never) : verdict.text;
  const end = text.indexOf('. ');
  return end === -1 ? [text, ''] : [text.slice(0, end + 1), text.slice(end + 2)];
}

/** Some parameters name checks, which are HGS's words and not always known ones. */
const seen = (params: HostView['verdict']['params']) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? visibleText(value) : value,
    ]),
  );
