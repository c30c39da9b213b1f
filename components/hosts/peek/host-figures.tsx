'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { StatePill } from '@/components/fleet/state-pill';
import { Time } from '@/components/fleet/time';
import { useValueText } from '@/components/fleet/value-text';
import { LastSeen } from '@/components/hosts/host-head';
import { Fact } from '@/components/hosts/peek/fact';
import { PeekActions } from '@/components/hosts/peek/peek-actions';
import type { PeekPast } from '@/components/hosts/peek/peek-past';
import { PeekRepair } from '@/components/hosts/peek/peek-repair';
import { PeekRestart } from '@/components/hosts/peek/peek-restart';
import { PeekSection } from '@/components/hosts/peek/peek-section';
import { VerdictBox } from '@/components/hosts/verdict-box';
import { ForeignText } from '@/components/ui/foreign-text';
import { useLasting } from '@/components/ui/use-lasting';
import { useLoaded } from '@/components/ui/use-loaded';
import { questionInput } from '@/lib/client/host-question';
import type { HostView } from '@/lib/client/outputs';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { HostQuery } from '@/lib/contracts/words/host-query';

/** Whoever goes through the list by J and K asks nothing more of hosts that they pass. */
const RESTS_AFTER_MS = 150;

type HostFiguresProps = { host: HostView; query: HostQuery; mayWork: boolean };

/** What an operator asks of a host first, in the order of its page, and the ways to that page and to its repair. */
export function HostFigures({ host, query, mayWork }: HostFiguresProps) {
  const t = useTranslations('hosts.peek');
  const isPast = query.at !== null;
  const isResting = useLasting(true, RESTS_AFTER_MS);
  return (
    <>
      <div className="grid gap-2 px-4 py-3">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <StatePill state={host.state} lastStatus={host.attestationStatus} />
          <span className="text-small text-ink-2">
            {t.rich('since', {
              moment: () => <Time value={host.since} asOf={host.asOf} place="inSentence" />,
            })}
          </span>
        </div>
        <VerdictBox host={host} isOrderElsewhere />
        <PeekActions host={host} query={query} mayWork={mayWork && !isPast} />
      </div>
      <PeekRepair host={host} />
      <Facts {...{ host, isResting }} at={query.at} />
      <PeekMore {...{ host, query, isResting }} mayWork={mayWork && !isPast} />
    </>
  );
}

type FactsProps = { host: HostView; at: Date | null; isResting: boolean };

function Facts({ host, at, isResting }: FactsProps) {
  const t = useTranslations('hosts');
  const isPast = at !== null;
  const { os, osVersion, owner } = host;
  return (
    <PeekSection title={t('peek.facts')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 text-small">
        <Fact name={t('column.lastReport')}>
          <LastSeen host={host} isPast={isPast} />
        </Fact>
        <Fact name={t('column.cluster')}>
          <Place {...{ host, at, isResting }} />
        </Fact>
        <Fact name={t('column.os')}>
          {os !== null && <ForeignText text={osVersion === null ? os : `${os}, ${osVersion}`} />}
        </Fact>
        <Fact name={t('word.owner')}>{owner !== null && <ForeignText text={owner} />}</Fact>
        {!isPast && (
          <Fact name={t('peek.mayRestart')}>
            <PeekRestart hostId={host.id} isResting={isResting} />
          </Fact>
        )}
        <RareFacts host={host} />
      </dl>
    </PeekSection>
  );
}

function Place({ host: { cluster, fabric }, at, isResting }: FactsProps) {
  if (cluster === null) return <ForeignText text={fabric} />;
  return (
    <>
      <ForeignText text={cluster} />, <ForeignText text={fabric} />
      <ClusterShare {...{ cluster, fabric, at, isResting }} />
    </>
  );
}

/** What few hosts have, and what is not said of the others. */
function RareFacts({ host }: { host: HostView }) {
  const t = useTranslations('hosts');
  const exception = useTranslations('fleet.exception');
  const valueText = useValueText();
  return (
    <>
      {host.risk.length > 0 && (
        <Fact name={t('word.risk')}>{host.risk.map((risk) => valueText('risk', risk)).join(', ')}</Fact>
      )}
      {(host.exception === 'excepted' || host.exception === 'ended') && (
        <Fact name={t('word.exception')}>{exception(host.exception)}</Fact>
      )}
      {host.acknowledgement !== null && (
        <Fact name={t('peek.acknowledged')}>
          <Acknowledged host={host} acknowledgement={host.acknowledgement} />
        </Fact>
      )}
    </>
  );
}

type AcknowledgedProps = { host: HostView; acknowledgement: NonNullable<HostView['acknowledgement']> };

function Acknowledged({ host: { asOf }, acknowledgement: { reason, by, at } }: AcknowledgedProps) {
  return (
    <>
      <ForeignText className="block" text={reason} />
      <span className="text-ink-3">
        <ForeignText text={by.name} />, <Time value={at} asOf={asOf} place="inSentence" />
      </span>
    </>
  );
}

type ShareProps = { cluster: string; fabric: string; at: Date | null; isResting: boolean };

/** How many hosts of a cluster are able: whether there is one that VMs can go to. */
function ClusterShare({ cluster, fabric, at, isResting }: ShareProps) {
  const t = useTranslations('hosts.peek');
  const filter = { fabric: only(fabric), cluster: only(cluster) };
  const options = useTRPC().host.summary.queryOptions(questionInput({ filter, at }), {
    ...watching(LIST_EVERY_MS, at?.toISOString() ?? null),
    trpc: { abortOnUnmount: true },
  });
  const { data } = useQuery({ ...options, enabled: isResting });
  return (
    // Its line is there before it, so that nothing below it moves.
    <span className="block min-h-lh text-ink-3">
      {data && t('able', { able: data.states.Passed, total: data.total })}
    </span>
  );
}

const only = (value: string) => ({ include: [value], exclude: [] });

const loadPast = () => import('@/components/hosts/peek/peek-past');

type MoreProps = ComponentProps<typeof PeekPast> & { isResting: boolean };

/** What happened to the host, and what was noted: its code comes with the first host that is looked at. */
function PeekMore({ isResting, ...props }: MoreProps) {
  const t = useTranslations('ui');
  const { part: loaded, hasFailed } = useLoaded(loadPast);
  if (hasFailed) return <p className="border-t border-line px-4 py-2.5 text-ink-2">{t('notLoaded')}</p>;
  return loaded && isResting && <loaded.PeekPast {...props} />;
}
