'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ApprovalEffect } from '@/components/exceptions/approval-effect';
import { Confirmed } from '@/components/exceptions/exception-action';
import { ExceptionHistory } from '@/components/exceptions/exception-history';
import { HostsNamed } from '@/components/exceptions/exception-table';
import { RenewForm } from '@/components/exceptions/renew-form';
import type { Rights } from '@/components/exceptions/rights';
import { useExceptionError } from '@/components/exceptions/use-exception-step';
import { CheckTag } from '@/components/fleet/check-tags';
import { HostLink } from '@/components/fleet/host-link';
import { StatePill } from '@/components/fleet/state-pill';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon, type IconName } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import { type ExceptionsQuery, exceptionsAddress } from '@/lib/client/exception-address';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { ExceptionDetail } from '@/lib/contracts/exception';
import { fullMoment } from '@/lib/i18n/moment';

type PanelProps = {
  id: string;
  query: ExceptionsQuery;
  rights: Rights;
  /** Those beside it in the list; null at its ends. */
  previous: string | null;
  next: string | null;
};

/** One exception whole, beside the list. */
export function ExceptionPanel({ id, query, rights, previous, next }: PanelProps) {
  const t = useTranslations('exceptions');
  const trpc = useTRPC();
  const told = useExceptionError();
  const at = query.at?.toISOString() ?? null;
  const options = trpc.exception.get.queryOptions({ id, at }, watching(LIST_EVERY_MS, at));
  const { data, error } = useQuery(options);
  const addressOf = (open: string | null) => exceptionsAddress({ ...query, open });
  const close = (
    <span className="flex gap-1.5">
      {previous !== null && <HeadLink href={addressOf(previous)} label={t('previous')} icon="left" />}
      {next !== null && <HeadLink href={addressOf(next)} label={t('next')} icon="right" />}
      <HeadLink href={addressOf(null)} label={t('close')} icon="close" />
    </span>
  );
  if (data === undefined)
    return (
      <Panel title={t('details')} aside={close}>
        <p className="px-4 py-3 text-ink-2" role="status">
          {error === null ? t('loading') : told(error)}
        </p>
      </Panel>
    );
  return (
    <Panel title={data.name} hint={<Badge>{t(`state.${data.state}`)}</Badge>} aside={close}>
      <Lead exception={data} />
      <Terms exception={data} at={query.at} />
      <ExceptionHistory exception={data} query={query} />
      {query.at === null && <Steps exception={data} rights={rights} />}
    </Panel>
  );
}

function HeadLink({ href, label, icon }: { href: string; label: string; icon: IconName }) {
  return (
    <Link href={href} aria-label={label} className={buttonClass({ size: 'inHead' })} scroll={false}>
      <Icon name={icon} size={12} />
    </Link>
  );
}

function Lead({ exception }: { exception: ExceptionDetail }) {
  const t = useTranslations('exceptions.leadIn');
  const zone = useZone();
  const { state, hosts, ifApproved } = exception;
  const moment = fullMoment(new Date(exception.withdrawnAt ?? exception.endsAt), zone);
  return (
    <div className="grid gap-1 border-b border-line px-4 py-3">
      <p>
        <b>{t(state, { moment, count: hosts.total })}</b>
      </p>
      {ifApproved !== null && <ApprovalEffect effect={ifApproved} />}
      {state === 'inForce' && hosts.nonCompliant > 0 && <p>{t('partly', { count: hosts.nonCompliant })}</p>}
      {state === 'inForce' && hosts.unverified > 0 && <p>{t('silent', { count: hosts.unverified })}</p>}
    </div>
  );
}

function Terms({ exception, at }: { exception: ExceptionDetail; at: Date | null }) {
  const t = useTranslations('exceptions.term');
  const zone = useZone();
  const moment = (time: string) => fullMoment(new Date(time), zone);
  return (
    <dl className="grid gap-2.5 border-b border-line px-4 py-3">
      <Term name={t('hosts')}>
        <HostsOf exception={exception} at={at} />
      </Term>
      <Term name={t('causes')}>
        <span className="flex flex-wrap gap-1">
          {exception.causes.map((cause) => (
            <CheckTag key={cause} check={cause} />
          ))}
        </span>
      </Term>
      <Term name={t('reason')}>
        <ForeignText text={exception.reason} />
      </Term>
      <Term name={t('control')}>
        <ForeignText text={exception.control} />
      </Term>
      <Term name={t('owner')}>
        <ForeignText text={exception.owner} />
      </Term>
      <Term name={t('review')}>{moment(exception.reviewAt)}</Term>
      <Term name={t('ends')}>
        <b>{moment(exception.endsAt)}</b>
      </Term>
    </dl>
  );
}

/** How many, and the first of them as they are at the time that is looked at. */
function HostsOf({ exception, at }: { exception: ExceptionDetail; at: Date | null }) {
  const t = useTranslations('exceptions.term');
  const count = useTranslations('exceptions.form');
  const { firstHosts, hosts } = exception;
  return (
    <div className="grid gap-1.5">
      <span>{hosts.total === 1 ? count('scope', { count: 1 }) : <HostsNamed row={exception} />}</span>
      <ul className="max-h-60 overflow-y-auto rounded-panel border border-line empty:hidden">
        {firstHosts.map((host) => (
          <li
            key={host.id}
            className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-2 py-1.5 last:border-b-0"
          >
            <HostLink id={host.id} hostname={host.hostname} at={at} />
            <StatePill state={host.state} />
          </li>
        ))}
      </ul>
      {hosts.total > firstHosts.length + hosts.gone && (
        <span className="text-small text-ink-3">{t('more', { count: hosts.total - firstHosts.length })}</span>
      )}
      {hosts.gone > 0 && <span className="text-small text-ink-3">{t('gone', { count: hosts.gone })}</span>}
    </div>
  );
}

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[calc(var(--spacing)*20)_minmax(0,1fr)] gap-2">
      <dt className="text-ink-3">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

/** What may be done now, and why not where it may not. */
function Steps({ exception, rights }: { exception: ExceptionDetail; rights: Rights }) {
  const t = useTranslations('exceptions');
  const { id, name, state, isOwn, renewedBy, approvedAt } = exception;
  if (!rights.mayRequest) return null;
  const isOpen = state === 'requested' || state === 'inForce';
  const mayRenew = approvedAt !== null && (state === 'inForce' || state === 'ended');
  const isRenewed = renewedBy?.state === 'requested' || renewedBy?.state === 'inForce';
  return (
    <div className="grid gap-3 px-4 py-3">
      {mayRenew && !isRenewed && <RenewForm exception={exception} />}
      {isRenewed && <p className="text-small text-ink-3">{t('isRenewed')}</p>}
      <div className="flex flex-wrap justify-end gap-2">
        {isOpen && <Confirmed step="withdraw" id={id} label={name} />}
        {state === 'requested' && !isOwn && rights.mayApprove && (
          <Confirmed step="approve" id={id} label={name} />
        )}
      </div>
    </div>
  );
}
