import { useTranslations } from 'next-intl';
import { StatePill } from '@/components/fleet/state-pill';
import { useMomentPhrase } from '@/components/fleet/time';
import { Icon } from '@/components/ui/icon';
import type { AcknowledgedHost, HostRow } from '@/lib/contracts/fleet';
import { visibleText } from '@/lib/util/visible-text';

type CellProps = { host: HostRow; acknowledged: AcknowledgedHost | undefined; asOf: string };

/** A host's state, and on its corner that somebody takes care of it: the names of states need the whole column. */
export function StateCell({ host: { state, attestationStatus }, acknowledged, asOf }: CellProps) {
  const pill = <StatePill state={state} lastStatus={attestationStatus} mayWrap />;
  if (acknowledged === undefined) return pill;
  return (
    <span className="relative inline-flex max-w-full align-middle">
      {pill}
      <Mark acknowledged={acknowledged} asOf={asOf} />
    </span>
  );
}

function Mark({ acknowledged: { by, until }, asOf }: { acknowledged: AcknowledgedHost; asOf: string }) {
  const t = useTranslations('hosts');
  const phrase = useMomentPhrase();
  const name = visibleText(by.name);
  const text =
    until === null
      ? t('acknowledgedBy', { name })
      : t('acknowledgedUntil', { name, moment: phrase({ value: until, asOf }, 'upTo') });
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      className="absolute -top-1 -right-1 grid size-3.5 place-items-center rounded-full bg-ink text-invert ring-1 ring-surface"
    >
      <Icon name="person" size={8} />
    </span>
  );
}
