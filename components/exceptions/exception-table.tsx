import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ExceptionAction, Question } from '@/components/exceptions/exception-action';
import { type Group, groupsOf, overAt } from '@/components/exceptions/exception-groups';
import { isOfNoHost } from '@/components/exceptions/is-of-no-host';
import type { Rights } from '@/components/exceptions/rights';
import { CheckTag } from '@/components/fleet/check-tags';
import { useDurationPhrase } from '@/components/fleet/time';
import { type Column, DataTable } from '@/components/table/data-table';
import { TwoLines } from '@/components/table/two-lines';
import { useRowKeys } from '@/components/table/use-row-keys';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { SegmentLinks } from '@/components/ui/segment-links';
import { useZone } from '@/components/ui/use-zone';
import { EXCEPTION_VIEWS, type ExceptionsQuery, exceptionsAddress } from '@/lib/client/exception-address';
import { enrollAddress } from '@/lib/client/host-address';
import type { ExceptionRow, ExceptionSummary } from '@/lib/contracts/exception';
import { exceptionName, isFollowedOn } from '@/lib/domain/exception';
import { secondsBetween } from '@/lib/i18n/duration';
import { dayAndMonth, fullMoment } from '@/lib/i18n/moment';

type TableProps = {
  rows: readonly ExceptionRow[];
  query: ExceptionsQuery;
  rights: Rights;
  figures: ExceptionSummary;
  isCut: boolean;
  /** Where the other pages are. */
  pages: ReactNode;
  asOf: string;
};

export function ExceptionTable({ rows, query, rights, figures, isCut, pages, asOf }: TableProps) {
  const t = useTranslations('exceptions');
  const rowKeys = useRowKeys();
  const [asked, setAsked] = useState<string | null>(null);
  const toggle = (id: string) => setAsked(asked === id ? null : id);
  const columns = useColumns({ query, rights, asOf, asked, onAsk: toggle });
  const groups = groupsOf(rows, query.view, asOf).map(({ group, rows: found }) => ({
    key: group,
    head: <GroupHead group={group} rows={found} />,
    rows: found,
  }));
  return (
    <Panel
      title={t('title')}
      aside={<Views query={query} figures={figures} />}
      footer={isCut ? t('cut') : undefined}
    >
      <DataTable
        label={t('title')}
        {...{ columns, groups, rowKeys }}
        keyOf={({ id }) => id}
        isCurrent={({ id }) => id === query.open}
        isTop
        below={({ id, state }) =>
          id === asked &&
          state === 'requested' && (
            <div className="pt-3">
              <Question step="approve" id={id} onCancel={() => setAsked(null)} />
            </div>
          )
        }
        className="tablet:min-w-160"
        empty={
          <NoExceptions
            why={rows.length > 0 ? 'noneHere' : isOfNoHost(query, figures) ? 'noHosts' : 'none'}
            mayEnroll={rights.mayEnroll}
          />
        }
      />
      {pages}
    </Panel>
  );
}

function Views({ query, figures }: { query: ExceptionsQuery; figures: ExceptionSummary }) {
  const t = useTranslations('exceptions.view');
  const { requested, inForce, endingSoon, endedLately } = figures.exceptions;
  const counts = {
    all: requested + inForce + endedLately,
    requested,
    inForce,
    ending: endingSoon,
    ended: endedLately,
  };
  return (
    <SegmentLinks
      label={t('label')}
      choices={EXCEPTION_VIEWS.map((view) => ({
        key: view,
        href: exceptionsAddress({ ...query, view, cursor: null }),
        isCurrent: view === query.view,
        text: t(view),
        count: counts[view],
      }))}
    />
  );
}

function GroupHead({ group, rows }: { group: Group; rows: readonly ExceptionRow[] }) {
  const t = useTranslations('exceptions.group');
  const hosts = rows.reduce((sum, row) => sum + row.hosts.total, 0);
  return (
    <span className="flex justify-between gap-4">
      <span className="font-medium text-ink">
        {t(group)} <span className="text-ink-3 tabular-nums">{rows.length}</span>
      </span>
      <span className="max-tablet:hidden">{t(`hint.${group}`, { hosts })}</span>
    </span>
  );
}

type Asked = Pick<TableProps, 'query' | 'rights' | 'asOf'> & {
  /** The one of which somebody is asked whether to approve it. */
  asked: string | null;
  onAsk: (id: string) => void;
};

function useColumns({ query, rights, asOf, asked, onAsk }: Asked): Column<ExceptionRow>[] {
  const t = useTranslations('exceptions');
  return [
    {
      id: 'exception',
      header: t('column.exception'),
      cell: ({ id, name, owner }) => (
        <TwoLines second={<ForeignText text={owner} />}>
          <Link
            href={exceptionsAddress({ ...query, open: id })}
            className="font-semibold whitespace-nowrap hover:underline"
          >
            {name}
          </Link>
        </TwoLines>
      ),
    },
    {
      id: 'hosts',
      header: t('column.hosts'),
      className: 'max-tablet:w-full',
      cell: (row) => (
        <TwoLines second={<HostsNow row={row} />}>
          <HostsNamed row={row} />
        </TwoLines>
      ),
    },
    // A phone shows causes and reason only in the details.
    {
      id: 'causes',
      header: t('column.causes'),
      from: 'tablet',
      cell: ({ causes }) => (
        <span className="flex flex-wrap gap-1">
          {causes.map((cause) => (
            <CheckTag key={cause} check={cause} isInColumn />
          ))}
        </span>
      ),
    },
    {
      id: 'reason',
      header: t('column.reason'),
      from: 'tablet',
      cell: (row) => (
        <TwoLines second={<By row={row} />}>
          <span className="line-clamp-2">
            <ForeignText text={row.reason} />
          </span>
        </TwoLines>
      ),
    },
    { id: 'ends', header: t('column.ends'), cell: (row) => <Ends row={row} asOf={asOf} /> },
    {
      id: 'action',
      header: t('column.action'),
      isHeaderHidden: true,
      isRight: true,
      cell: (row) =>
        query.at === null && (
          <ExceptionAction
            {...{ row, rights }}
            label={t('of', { name: row.name })}
            isAsked={row.id === asked}
            onAsk={() => onAsk(row.id)}
          />
        ),
    },
  ];
}

export function HostsNamed({ row }: { row: ExceptionRow }) {
  const t = useTranslations('exceptions');
  if (row.hostname !== null) return <ForeignText className="desk:whitespace-nowrap" text={row.hostname} />;
  const place = () => <ForeignText text={row.cluster ?? row.fabrics.join(', ')} />;
  return t.rich('hostsIn', { count: row.hosts.total, place });
}

/** What has become of its hosts, as far as it is worth a line. */
function HostsNow({ row }: { row: ExceptionRow }) {
  const t = useTranslations('exceptions');
  const { hosts, state, follows, vmsBlocked } = row;
  if (state === 'requested' && follows !== null)
    return t('renews', { number: exceptionName(follows.number) });
  if (hosts.compliant === hosts.total) return t('allPass');
  if (state === 'ended' || state === 'withdrawn') return t('countAgain', { count: hosts.nonCompliant });
  return t('vmsBlocked', { count: vmsBlocked });
}

function By({ row }: { row: ExceptionRow }) {
  const t = useTranslations('exceptions.by');
  const who = (name: string) => ({ who: () => <ForeignText text={name} /> });
  if (row.withdrawnBy !== null) return t.rich('withdrawn', who(row.withdrawnBy.name));
  if (row.approvedBy !== null) return t.rich('approved', who(row.approvedBy.name));
  return row.isOwn ? t('you') : t.rich('requested', who(row.requestedBy.name));
}

function Ends({ row, asOf }: { row: ExceptionRow; asOf: string }) {
  const t = useTranslations('exceptions.ends');
  const zone = useZone();
  const phrase = useDurationPhrase();
  const moment = overAt(row);
  const away = secondsBetween(asOf, moment);
  const left = away >= 0 ? t('in', { duration: phrase(away) }) : t('ago', { duration: phrase(-away) });
  const second = row.state === 'withdrawn' ? t('withdrawn') : left;
  return (
    <TwoLines
      second={isFollowedOn(row) ? t('renewed', { number: exceptionName(row.renewedBy.number) }) : second}
    >
      <time dateTime={moment} title={fullMoment(new Date(moment), zone)} className="whitespace-nowrap">
        {dayAndMonth(new Date(moment), new Date(asOf), zone)}
      </time>
    </TwoLines>
  );
}

type NoExceptionsProps = { why: 'none' | 'noneHere' | 'noHosts'; mayEnroll: boolean };

/** Where there is no host, the next thing to do is to add some. */
function NoExceptions({ why, mayEnroll }: NoExceptionsProps) {
  const t = useTranslations('exceptions');
  const tEnrol = useTranslations('enrol');
  return (
    <p>
      {t(why)}{' '}
      {why === 'noHosts' && mayEnroll && (
        <Link className="link" href={enrollAddress({})}>
          {tEnrol('add')}
        </Link>
      )}
    </p>
  );
}
