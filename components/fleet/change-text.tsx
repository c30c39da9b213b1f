'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Names, Parts, type Told, useLateness, useReasons, useWaveParts } from '@/components/fleet/wave-text';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import { planAddress } from '@/lib/client/plan-address';
import type { ChangeRow, WaveRow } from '@/lib/contracts/changes';
import { factsOf } from '@/lib/domain/change-kinds';
import { exceptionName } from '@/lib/domain/exception';
import { fullMoment } from '@/lib/i18n/moment';

/** What is noticed by the server itself is known when it happens. */
const isDerived = ({ kind }: ChangeRow) => factsOf(kind).origin === 'derived';

/** Why, how close together, after what, and what they have in common: as far as each is known. A plan says why itself. */
export function ChangeSub({ change, wave, asOf, className }: Told & { asOf: string; className?: string }) {
  const parts = [
    useReasons(change, asOf),
    useException(change, wave),
    usePlan(change, wave),
    useWaveParts(change.plan === undefined ? wave : null),
    useLateness(isDerived(change) ? change : null),
  ].flat();
  return <Parts {...{ parts, className }} />;
}

/** Which exception, and what its host counts as since; of several hosts each may count otherwise. */
function useException({ kind, causes, exception }: ChangeRow, wave: WaveRow | null): ReactNode[] {
  const t = useTranslations('changes.sub.exception');
  const zone = useZone();
  if (exception === undefined) return [];
  const { number, endsAt, compliance } = exception;
  const parts: ReactNode[] = [<Names key="causes" names={causes} />];
  if (number !== null) parts.unshift(exceptionName(number));
  if (kind === 'exceptionInForce') parts.push(t('until', { moment: fullMoment(new Date(endsAt), zone) }));
  if (wave !== null) return parts;
  if (kind === 'exceptionInForce' && compliance === 'nonCompliant') parts.push(t('partly'));
  if (kind === 'exceptionEnded' && compliance === 'nonCompliant') parts.push(t('again'));
  if (kind === 'exceptionEnded' && compliance === 'excepted') parts.push(t('still'));
  return parts;
}

/** Which plan, and what of it; its number leads there. */
function usePlan({ causes, plan }: ChangeRow, wave: WaveRow | null): ReactNode[] {
  const t = useTranslations('changes.sub.plan');
  if (plan === undefined) return [];
  const { id, number, name, group, proven, tasks } = plan;
  const parts: ReactNode[] = [];
  if (id !== null && number !== null)
    parts.push(
      <Link className="link" href={planAddress(id)}>
        {number}
      </Link>,
    );
  if (name !== null && group === undefined) parts.push(<ForeignText text={name} />);
  if (group !== undefined) parts.push(t(group));
  // A restart serves what each host fails by, which may differ.
  if (causes.length > 0 && (wave === null || group !== 'restart')) parts.push(<Names names={causes} />);
  if (proven !== undefined && tasks !== undefined) parts.push(t('provenOf', { proven, tasks }));
  return parts;
}
