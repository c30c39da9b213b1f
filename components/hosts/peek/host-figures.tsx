'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useCauseText } from '@/components/fleet/cause-text';
import { StatePill } from '@/components/fleet/state-pill';
import { Age, Time } from '@/components/fleet/time';
import { failingOf } from '@/components/hosts/check-result';
import { LastSeen } from '@/components/hosts/host-head';
import { VerdictBox } from '@/components/hosts/verdict-box';
import { buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { hostAddress } from '@/lib/client/host-address';
import type { HostView } from '@/lib/client/outputs';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { inRepairOrder } from '@/lib/domain/repair-order';

type HostFiguresProps = { host: HostView; query: HostQuery };

/** What an operator asks of a host first, and the ways to its page and to its repair. */
export function HostFigures({ host, query }: HostFiguresProps) {
  const t = useTranslations('hosts.peek');
  const scope = useScope();
  const [repair] = repairsOf(host);
  return (
    <div className="grid gap-4 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <StatePill state={host.state} lastStatus={host.attestationStatus} />
        <span className="text-small text-ink-2">
          {t.rich('since', {
            moment: () => <Time value={host.since} asOf={host.asOf} isInSentence />,
            age: () => <Age value={host.since} asOf={host.asOf} />,
          })}
        </span>
      </div>
      <VerdictBox host={host} />
      <div className="flex flex-wrap gap-2">
        <Link
          className={buttonClass({ variant: 'primary', size: 'small' })}
          href={inScope(hostAddress(host.id, query.at, query), scope)}
        >
          {t('open')}
        </Link>
        {repair !== undefined && (
          <Link className={buttonClass({ size: 'small' })} href={inScope(remediationAddress(repair), scope)}>
            {t('fix')}
          </Link>
        )}
      </div>
      <Facts host={host} isPast={query.at !== null} />
    </div>
  );
}

/** The checks that fail, in the order of their repair; else the causes. */
function repairsOf(host: HostView): readonly string[] {
  const failing = host.state === 'Silent' ? [] : inRepairOrder(failingOf(host.checks));
  return failing.length > 0 ? failing : host.cause;
}

function Facts({ host, isPast }: { host: HostView; isPast: boolean }) {
  const t = useTranslations('hosts');
  const exception = useTranslations('fleet.exception');
  const { acknowledgement, asOf } = host;
  const failing = inRepairOrder(failingOf(host.checks));
  const hasOtherCauses = host.cause.some((cause) => !failing.includes(cause));
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
      <Fact name={t('column.checks')}>
        {host.state !== 'Silent' && failing.length > 0 && <Names of={failing} />}
      </Fact>
      {hasOtherCauses && (
        <Fact name={t('word.cause')}>
          <Causes of={host.cause.filter((cause) => !failing.includes(cause))} />
        </Fact>
      )}
      <Fact name={t('column.virtualMachines')}>{host.shieldedVms?.toString()}</Fact>
      <Fact name={t('column.lastReport')}>
        <LastSeen host={host} isPast={isPast} />
      </Fact>
      <Fact name={t('column.cluster')}>{host.cluster !== null && <ForeignText text={host.cluster} />}</Fact>
      <Fact name={t('word.fabric')}>
        <ForeignText text={host.fabric} />
      </Fact>
      <Fact name={t('word.owner')}>{host.owner !== null && <ForeignText text={host.owner} />}</Fact>
      <Fact name={t('word.exception')}>{exception(host.exception)}</Fact>
      <Fact name={t('peek.acknowledged')}>
        {acknowledgement !== null && (
          <>
            <ForeignText className="block" text={acknowledgement.reason} />
            <span className="text-small text-ink-3">
              <ForeignText text={acknowledgement.by.name} />,{' '}
              <Time value={acknowledgement.at} asOf={asOf} isInSentence />
            </span>
          </>
        )}
      </Fact>
    </dl>
  );
}

/** What there is none of, or is not known, is a dash, and says so. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  const t = useTranslations('hosts.peek');
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">
        {children || (
          <span className="text-ink-3">
            <span aria-hidden="true">–</span>
            <span className="sr-only">{t('none')}</span>
          </span>
        )}
      </dd>
    </>
  );
}

function Names({ of }: { of: readonly string[] }) {
  return of.map((name) => <ForeignText key={name} className="block" text={name} />);
}

function Causes({ of }: { of: readonly string[] }) {
  const causeText = useCauseText();
  return <Names of={of.map((cause) => causeText(cause) ?? cause)} />;
}
