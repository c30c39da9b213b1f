'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { AuditFilters } from '@/components/settings/audit/audit-filters';
import { AuditTable } from '@/components/settings/audit/audit-table';
import { ChainPanel } from '@/components/settings/audit/chain-panel';
import { UnknownActor } from '@/components/settings/audit/unknown-actor';
import { useAnswerTime } from '@/components/shell/use-freshness';
import { Button, buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { LinkMenu } from '@/components/ui/link-menu';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import {
  type AuditQuery,
  auditAddress,
  auditExportAddress,
  auditInput,
  isFiltered,
} from '@/lib/client/audit-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';
import type { AuditList } from '@/lib/contracts/audit';
import { AUDIT_EXPORT_FORMATS } from '@/lib/contracts/words/audit';

type AuditScreenProps = { query: AuditQuery; mayName: boolean };

export function AuditScreen({ query, mayName }: AuditScreenProps) {
  const t = useTranslations('settings.audit');
  const trpc = useTRPC();
  const options = trpc.system.audit.queryOptions(auditInput(query), WATCHED_STEADILY);
  const { data: list } = useSuspenseQuery(options);
  const asOf = useAnswerTime(options.queryKey);
  // A paused mutation would say nothing while the browser is offline.
  const check = useMutation(trpc.system.verifyAudit.mutationOptions({ networkMode: 'always' }));
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid gap-1">
          <PageTitle>{t('title')}</PageTitle>
          <p className="text-ink-2">{t('lead')}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button disabled={check.isPending} onClick={() => check.mutate()}>
            <Icon name="seal" size={14} />
            {t(check.data === undefined ? 'verify' : 'verifyAgain')}
          </Button>
          <Export query={query} />
        </div>
      </div>
      <ChainPanel verification={check.data ?? null} isChecking={check.isPending} hasFailed={check.isError} />
      <Panel title={t('entries')} hint={t('newestFirst')} footer={<Footer query={query} list={list} />}>
        {/* A filter that comes from elsewhere, such as Back, begins the fields anew. */}
        <AuditFilters key={auditAddress({ ...query, cursor: null })} query={query} />
        <AuditTable
          entries={list.entries}
          {...{ query, asOf }}
          empty={<Empty query={query} mayName={mayName} />}
        />
      </Panel>
    </div>
  );
}

function Export({ query }: { query: AuditQuery }) {
  const t = useTranslations('settings.audit');
  const locale = useLocale();
  const items = AUDIT_EXPORT_FORMATS.map((format) => ({
    key: format,
    href: auditExportAddress(query, format, locale),
    label: format.toUpperCase(),
    hint: t('exportHint'),
  }));
  return (
    <LinkMenu size="medium" items={items}>
      {t('export')}
    </LinkMenu>
  );
}

/** Why nothing is there: none may be seen yet, or none is as it was asked for. */
function Empty({ query, mayName }: AuditScreenProps) {
  const t = useTranslations('settings.audit');
  const scope = useScope();
  // What is filtered says nothing of a page after the last one.
  const isPast = query.cursor !== null;
  const isNarrowed = isFiltered(query) || isPast;
  return (
    <div className="grid gap-1">
      <p>
        {t(isPast ? 'noOlder' : isNarrowed ? 'noMatch' : 'none')}{' '}
        {isNarrowed && (
          <Link
            className="underline decoration-line-2 underline-offset-3"
            href={inScope(auditAddress(isPast ? { ...query, cursor: null } : {}), scope)}
          >
            {t(isPast ? 'newest' : 'filter.clear')}
          </Link>
        )}
      </p>
      {!isPast && query.actor !== null && <UnknownActor actor={query.actor} mayName={mayName} />}
    </div>
  );
}

function Footer({ query, list }: { query: AuditQuery; list: AuditList }) {
  const t = useTranslations('settings.audit');
  const locale = useLocale();
  const scope = useScope();
  const number = (sequence: string | undefined) => Number(sequence ?? 0).toLocaleString(locale);
  const at = (cursor: string | null) => inScope(auditAddress({ ...query, cursor }), scope);
  const [newest, oldest] = [list.entries[0], list.entries.at(-1)];
  return (
    <div className="flex grow flex-wrap items-center gap-x-4 gap-y-2">
      {newest && (
        <span>
          {t('shown', {
            ...{ count: list.entries.length },
            ...{ newest: number(newest.sequence), oldest: number(oldest?.sequence) },
          })}
        </span>
      )}
      <span>{t('exportHolds')}</span>
      <nav aria-label={t('pagesLabel')} className="ml-auto flex gap-2">
        {query.cursor !== null && (
          <Link className={buttonClass({ size: 'tiny' })} href={at(null)}>
            <Icon name="left" size={12} />
            {t('newest')}
          </Link>
        )}
        {list.nextCursor !== null && (
          <Link className={buttonClass({ size: 'tiny' })} href={at(list.nextCursor)}>
            {t('older')}
            <Icon name="right" size={12} />
          </Link>
        )}
      </nav>
    </div>
  );
}
