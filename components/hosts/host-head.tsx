'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ReportLink } from '@/components/fleet/report-link';
import { StatePill } from '@/components/fleet/state-pill';
import { Age, Time } from '@/components/fleet/time';
import { HeadMarks } from '@/components/hosts/head-marks';
import { HostActions } from '@/components/hosts/host-actions';
import { HostsBeside } from '@/components/hosts/hosts-beside';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { Tab, Tabs } from '@/components/ui/tabs';
import { hostsAddress, onlyHosts } from '@/lib/client/host-address';
import { HOST_TABS, type HostTab, hostTabAddress } from '@/lib/client/host-page';
import type { HostView } from '@/lib/client/outputs';
import { inScope } from '@/lib/client/scope';
import { textAt } from '@/lib/client/text-at';
import { useListOrigin } from '@/lib/client/use-list-origin';
import { useScope } from '@/lib/client/use-scope';
import { formatFilterValue } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';

type HostHeadProps = { host: HostView; at: string | null; tab: HostTab; mayReadRaw: boolean };
type MayDo = { mayWork: boolean; mayExcept: boolean };

export function HostHead({ host, at, tab, mayReadRaw, mayWork, mayExcept }: HostHeadProps & MayDo) {
  const t = useTranslations('host');
  return (
    <div className="border-b border-line bg-surface px-gutter pt-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4">
        <HostCrumbs hostname={host.hostname} />
        <HostsBeside id={host.id} at={at} tab={tab} />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <PageTitle className="min-w-0 wrap-anywhere">
          <ForeignText text={host.hostname} />
        </PageTitle>
        <StatePill state={host.state} lastStatus={host.attestationStatus} size="large" />
        <HeadMarks host={host} at={at} />
        <span className="text-ink-2">
          {t.rich('sinceFor', {
            moment: () => <Time value={host.since} asOf={host.asOf} place="inSentence" />,
            age: () => <Age value={host.since} asOf={host.asOf} />,
          })}
        </span>
        <HostActions host={host} mayWork={mayWork && at === null} mayExcept={mayExcept && at === null}>
          <ReportLink
            question={{ filter: onlyThis(host), at: at === null ? null : new Date(at) }}
            size={null}
          >
            {t('reportOn')}
          </ReportLink>
        </HostActions>
      </div>
      <Facts host={host} at={at} />
      <HostTabs host={host} at={at} tab={tab} mayReadRaw={mayReadRaw} />
    </div>
  );
}

/** A filter that this host alone matches, in its own fabric whatever the page is narrowed to. */
const onlyThis = ({ fabric, id }: HostView): HostFilter => ({
  fabric: { include: [fabric], exclude: [] },
  id: { include: [id], exclude: [] },
});

/** Back to the list that one came from, or to the hosts of the same fabrics and time. */
export function HostCrumbs({ hostname }: { hostname: string }) {
  const t = useTranslations('host');
  const scope = useScope();
  const from = useListOrigin();
  return (
    <nav
      className="mb-2 flex items-center gap-1.5 text-small text-ink-3 normal-nums"
      aria-label={t('breadcrumb')}
    >
      <Link className="hover:text-ink" href={inScope(hostsAddress(from ?? {}), scope)}>
        {t('hosts')}
      </Link>
      <Icon name="right" size={10} />
      <ForeignText text={hostname} />
    </nav>
  );
}

function Facts({ host, at }: Pick<HostHeadProps, 'host' | 'at'>) {
  const t = useTranslations('host');
  const mode = useTranslations('fleet.mode');
  const build = textAt(host.host, 'osVersion');
  const agent = textAt(host.agent, 'version');
  // A host may be opened from a page of another fabric, where its cluster has no host.
  const ofFabric = { fabrics: [formatFilterValue(host.fabric)], at: useScope().at };
  return (
    <dl className="mt-3.5 grid grid-cols-[repeat(7,auto)] justify-between gap-x-6 gap-y-2 pb-3 max-columns:flex max-columns:flex-wrap max-columns:justify-start">
      <Fact name={t('fact.fqdn')} isMono>
        {host.fqdn && <ForeignText text={host.fqdn} />}
      </Fact>
      <Fact name={t('fact.lastReport')}>
        <LastSeen host={host} isPast={at !== null} />
      </Fact>
      <Fact name={t('fact.fabricCluster')}>
        <ForeignText text={host.fabric} />
        {host.cluster && (
          <>
            {', '}
            <Link className="link" href={inScope(hostsAddress(onlyHosts('cluster', host.cluster)), ofFabric)}>
              <ForeignText text={host.cluster} />
            </Link>
          </>
        )}
      </Fact>
      <Fact name={t('fact.os')}>
        {(host.os || build) && (
          <>
            {host.os && <ForeignText text={host.os} />}{' '}
            {build && <ForeignText className="mono" text={build} />}
          </>
        )}
      </Fact>
      <Fact name={t('fact.mode')}>
        {host.attestationMode === 'Unknown' ? null : mode(host.attestationMode)}
      </Fact>
      <Fact name={t('fact.hgs')} isMono>
        <HgsAddresses hgsClient={host.hgsClient} />
      </Fact>
      <Fact name={t('fact.agent')} isMono>
        {agent && <ForeignText text={agent} />}
      </Fact>
    </dl>
  );
}

/** It is known of an earlier time only whether a host went on sending, not when its newest snapshot was sent. */
export function LastSeen({ host, isPast }: { host: HostView; isPast: boolean }) {
  const t = useTranslations('host');
  const { lastObservedAt: at, asOf } = host;
  if (at === null) return t('never');
  const moment = () => <Time value={at} asOf={asOf} />;
  if (isPast && host.reporting === 'onTime') return t.rich('lastReportOrLater', { moment });
  return t.rich('lastReportAt', { moment, age: () => <Age value={at} asOf={asOf} /> });
}

const factValue = cva(
  'mt-px max-w-70 overflow-hidden text-code text-ellipsis whitespace-nowrap max-tablet:whitespace-normal',
  { variants: { isMono: { true: 'mono' } } },
);

/** What the host does not know reads so, never as nothing. */
function Fact({ name, isMono = false, children }: { name: string; isMono?: boolean; children: ReactNode }) {
  const t = useTranslations('host');
  return (
    <div className="min-w-0">
      <dt className="text-micro text-ink-3">{name}</dt>
      <dd className={factValue({ isMono: isMono && Boolean(children) })}>
        {children || <span className="text-ink-3">{t('notKnown')}</span>}
      </dd>
    </div>
  );
}

function HgsAddresses({ hgsClient }: { hgsClient: unknown }) {
  const t = useTranslations('host');
  const addresses = [textAt(hgsClient, 'attestationServerUrl'), textAt(hgsClient, 'keyProtectionServerUrl')];
  const known = [...new Set(addresses.filter((address) => address !== null))];
  if (known.length === 0) return <span className="text-ink-3">{t('notKnown')}</span>;
  // http is the one of the two schemes to notice: what TLS asks of a host does not concern it.
  return known.map((address) => (
    <ForeignText
      key={address}
      className="block overflow-hidden text-ellipsis"
      text={address.replace(/^https:\/\//i, '')}
      title={address}
    />
  ));
}

function HostTabs({ host, at, tab, mayReadRaw }: HostHeadProps) {
  const t = useTranslations('host.tab');
  const scope = useScope();
  const from = useListOrigin();
  const failing = host.checks.filter(({ result }) => result === 'failing').length;
  const shown = HOST_TABS.filter((name) => name !== 'raw' || mayReadRaw);
  return (
    <Tabs label={t('label')} className="print:hidden">
      {shown.map((name) => (
        <Tab
          key={name}
          href={inScope(hostTabAddress(host.id, name, { at, from }), scope)}
          isCurrent={name === tab}
          scroll={false}
          count={name === 'checks' && failing > 0 ? t('failing', { count: failing }) : undefined}
        >
          {t(name)}
        </Tab>
      ))}
    </Tabs>
  );
}
