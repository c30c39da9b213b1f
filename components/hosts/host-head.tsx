'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ReportLink } from '@/components/fleet/report-link';
import { StatePill } from '@/components/fleet/state-pill';
import { Age, Time } from '@/components/fleet/time';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { PageTitle } from '@/components/ui/page-title';
import { hostsAddress, onlyHosts } from '@/lib/client/host-address';
import { HOST_TABS, type HostTab, hostTabAddress } from '@/lib/client/host-page';
import type { HostView } from '@/lib/client/outputs';
import { inScope } from '@/lib/client/scope';
import { textAt } from '@/lib/client/text-at';
import { useScope } from '@/lib/client/use-scope';
import { formatFilterValue } from '@/lib/contracts/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';

type HostHeadProps = { host: HostView; at: string | null; tab: HostTab; mayReadRaw: boolean };

export function HostHead({ host, at, tab, mayReadRaw }: HostHeadProps) {
  const t = useTranslations('host');
  return (
    <div className="hosthead">
      <HostCrumbs hostname={host.hostname} />
      <div className="row">
        <PageTitle>
          <ForeignText text={host.hostname} />
        </PageTitle>
        <StatePill state={host.state} lastStatus={host.attestationStatus} size="large" />
        <span className="soft">
          {t.rich('sinceFor', {
            moment: () => <Time value={host.since} asOf={host.asOf} isInSentence />,
            age: () => <Age value={host.since} asOf={host.asOf} />,
          })}
        </span>
        <span className="ml-auto">
          <ReportLink
            question={{ filter: onlyThis(host), at: at === null ? null : new Date(at) }}
            size="small"
          >
            {t('reportOn')}
          </ReportLink>
        </span>
      </div>
      <Facts host={host} at={at} />
      <Tabs host={host} at={at} tab={tab} mayReadRaw={mayReadRaw} />
    </div>
  );
}

/** A filter that this host alone matches: no word asks for one host, and its full name is part of no other's. */
const onlyThis = ({ fabric, fqdn, hostname }: HostView): HostFilter => ({
  fabric: { include: [fabric], exclude: [] },
  q: { include: [fqdn ?? hostname], exclude: [] },
});

/** Back to the hosts of the fabrics and the time that one came from. */
export function HostCrumbs({ hostname }: { hostname: string }) {
  const t = useTranslations('host');
  const scope = useScope();
  return (
    <nav className="crumbs" aria-label={t('breadcrumb')}>
      <Link href={inScope(hostsAddress(), scope)}>{t('hosts')}</Link>
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
    <dl className="facts">
      <Fact name={t('fact.fqdn')} isMono>
        {host.fqdn && <ForeignText text={host.fqdn} />}
      </Fact>
      <Fact name={t('fact.lastReport')}>
        <LastReport host={host} isPast={at !== null} />
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

/** Of a host that went on reporting at an earlier time, its newest report is known to be that one or a later one. */
function LastReport({ host, isPast }: { host: HostView; isPast: boolean }) {
  const t = useTranslations('host');
  const { lastObservedAt: at, asOf } = host;
  if (at === null) return t('never');
  const moment = () => <Time value={at} asOf={asOf} />;
  if (isPast && host.reporting === 'onTime') return t.rich('lastReportOrLater', { moment });
  return t.rich('lastReportAt', { moment, age: () => <Age value={at} asOf={asOf} /> });
}

/** What the host does not know reads so, never as nothing. */
function Fact({ name, isMono = false, children }: { name: string; isMono?: boolean; children: ReactNode }) {
  const t = useTranslations('host');
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isMono && children ? 'mono' : undefined}>
        {children || <span className="mute">{t('notKnown')}</span>}
      </dd>
    </div>
  );
}

function HgsAddresses({ hgsClient }: { hgsClient: unknown }) {
  const t = useTranslations('host');
  const addresses = [textAt(hgsClient, 'attestationServerUrl'), textAt(hgsClient, 'keyProtectionServerUrl')];
  const known = [...new Set(addresses.filter((address) => address !== null))];
  if (known.length === 0) return <span className="mute">{t('notKnown')}</span>;
  // Of the two schemes, http is the one to notice: what TLS asks of a host does not concern it.
  return known.map((address) => (
    <ForeignText key={address} className="line" text={address.replace(/^https:\/\//i, '')} title={address} />
  ));
}

function Tabs({ host, at, tab, mayReadRaw }: HostHeadProps) {
  const t = useTranslations('host.tab');
  const scope = useScope();
  const failing = host.checks.filter(({ result }) => result === 'failing').length;
  const shown = HOST_TABS.filter((name) => name !== 'raw' || mayReadRaw);
  return (
    <nav className="tabs" aria-label={t('label')}>
      {shown.map((name) => (
        <Link
          key={name}
          href={inScope(hostTabAddress(host.id, name, at), scope)}
          aria-current={name === tab ? 'true' : undefined}
          scroll={false}
        >
          {t(name)}
          {name === 'checks' && failing > 0 && <span className="n">{t('failing', { count: failing })}</span>}
        </Link>
      ))}
    </nav>
  );
}
