'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { groupsOf, listsOf } from '@/components/exceptions/exception-groups';
import { ExceptionPages } from '@/components/exceptions/exception-pages';
import { ExceptionPanel } from '@/components/exceptions/exception-panel';
import { ExceptionTable } from '@/components/exceptions/exception-table';
import { ExceptionTally } from '@/components/exceptions/exception-tally';
import { isOfNoHost } from '@/components/exceptions/is-of-no-host';
import type { Rights } from '@/components/exceptions/rights';
import { SectionTabs } from '@/components/fleet/section-tabs';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { useZone } from '@/components/ui/use-zone';
import {
  type ExceptionsQuery,
  exceptionsExportAddress,
  requestAddress,
} from '@/lib/client/exception-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { ExceptionRow, ExceptionSummary } from '@/lib/contracts/exception';
import { fullMoment } from '@/lib/i18n/moment';

type ScreenProps = { query: ExceptionsQuery; rights: Rights };

export function ExceptionsScreen({ query, rights }: ScreenProps) {
  const trpc = useTRPC();
  const watch = watching(LIST_EVERY_MS, query.at);
  const { first, second, waiting, summary } = listsOf(query);
  const { data: current } = useSuspenseQuery(trpc.exception.list.queryOptions(first, watch));
  const { data: past } = useSuspenseQuery(trpc.exception.list.queryOptions(second, watch));
  const { data: asked } = useSuspenseQuery(trpc.exception.list.queryOptions(waiting, watch));
  const { data: figures } = useSuspenseQuery(trpc.exception.summary.queryOptions(summary, watch));
  const isOne = query.view !== 'all';
  const rows = isOne ? current.exceptions : [...current.exceptions, ...past.exceptions];
  const isCut = !isOne && (current.nextCursor !== null || past.nextCursor !== null);
  const pages = isOne ? <ExceptionPages query={query} list={current} /> : null;
  return (
    <div className="grid min-w-0 gap-4 px-gutter pt-5 pb-8">
      <Head
        figures={figures}
        query={query}
        mayRequest={rights.mayRequest && query.at === null && !isOfNoHost(query, figures)}
      />
      <SectionTabs of="reports" current="exceptions" />
      <ExceptionTally
        figures={figures}
        rows={asked.exceptions}
        mayApprove={rights.mayApprove && query.at === null}
      />
      <div
        className={classNames(
          'grid items-start gap-4',
          query.open !== null && 'columns:grid-cols-[minmax(0,1fr)_var(--spacing-side)]',
        )}
      >
        <div className="grid min-w-0 gap-4">
          <ExceptionTable {...{ rows, query, rights, figures, isCut, pages }} asOf={current.asOf} />
        </div>
        {query.open !== null && (
          <div className="min-w-0 max-columns:order-first">
            <ExceptionPanel
              id={query.open}
              query={query}
              rights={rights}
              {...besideOf(rows, query, current.asOf)}
            />
          </div>
        )}
      </div>
      <AsOf figures={figures} />
    </div>
  );
}

/** Those above and below the one that is open, as the table has them. */
function besideOf(rows: readonly ExceptionRow[], query: ExceptionsQuery, asOf: string) {
  const ids = groupsOf(rows, query.view, asOf).flatMap((group) => group.rows.map(({ id }) => id));
  const place = ids.indexOf(query.open ?? '');
  return { previous: ids[place - 1] ?? null, next: place === -1 ? null : (ids[place + 1] ?? null) };
}

type HeadProps = { figures: ExceptionSummary; query: ExceptionsQuery; mayRequest: boolean };

function Head({ figures, query, mayRequest }: HeadProps) {
  const t = useTranslations('exceptions');
  const lang = useLocale();
  const scope = useScope();
  const values = { hosts: figures.hosts.excepted, vms: figures.vmsBlocked };
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <div className="grid min-w-0 flex-1 basis-80 gap-1">
        <PageTitle>{t(values.hosts === 0 ? 'headNone' : 'head', values)}</PageTitle>
        <p className="text-ink-2">{t('lead')}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <a
          className={buttonClass()}
          href={exceptionsExportAddress(query, lang)}
          download
          title={t('exportHint')}
        >
          <Icon name="file" size={14} />
          {t('export')}
        </a>
        {mayRequest && (
          <Link
            className={buttonClass({ variant: 'primary' })}
            href={inScope(requestAddress({ filter: {} }), scope)}
          >
            {t('request')}
          </Link>
        )}
      </div>
    </div>
  );
}

function AsOf({ figures }: { figures: ExceptionSummary }) {
  const t = useTranslations('exceptions');
  const zone = useZone();
  return (
    <p className="text-small text-ink-3">{t('asOf', { moment: fullMoment(new Date(figures.asOf), zone) })}</p>
  );
}
