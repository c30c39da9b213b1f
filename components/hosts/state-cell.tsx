import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { StatePill } from '@/components/fleet/state-pill';
import { useAcknowledgedText } from '@/components/hosts/acknowledged-text';
import { EXCEPTION_ICON } from '@/components/hosts/exception-icon';
import { Icon, type IconName } from '@/components/ui/icon';
import type { AcknowledgedHost, HostRow } from '@/lib/contracts/fleet';

/** Two stand above one another beside the name: side by side they would cover its last letters. */
const marksClass = cva('absolute flex', {
  variants: {
    areTwo: { true: '-inset-y-0.75 -right-1.75 flex-col justify-between', false: '-top-1.5 -right-1' },
  },
});

type CellProps = { host: HostRow; acknowledged: AcknowledgedHost | undefined; asOf: string };

/**
 * A host's state, and on its corner that an exception covers it or has ended, and that somebody takes care of it: the names of
 * states need the whole column.
 */
export function StateCell({ host, acknowledged, asOf }: CellProps) {
  const t = useTranslations('fleet.exception');
  const { state, attestationStatus, exception } = host;
  const isMarked = exception === 'excepted' || exception === 'ended';
  return (
    <span className="relative inline-flex max-w-full align-middle">
      <StatePill state={state} lastStatus={attestationStatus} mayWrap />
      <span className={marksClass({ areTwo: isMarked && acknowledged !== undefined })}>
        {isMarked && <Mark icon={EXCEPTION_ICON[exception]} text={t(exception)} />}
        {acknowledged !== undefined && <Acknowledged acknowledged={acknowledged} asOf={asOf} />}
      </span>
    </span>
  );
}

type AcknowledgedProps = { acknowledged: AcknowledgedHost; asOf: string };

function Acknowledged({ acknowledged, asOf }: AcknowledgedProps) {
  return <Mark icon="person" text={useAcknowledgedText()(acknowledged, asOf)} />;
}

function Mark({ icon, text }: { icon: IconName; text: string }) {
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      className="grid size-3.5 place-items-center rounded-full bg-ink text-invert ring-1 ring-surface"
    >
      <Icon name={icon} size={8} />
    </span>
  );
}
