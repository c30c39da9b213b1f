import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ExceptionAction } from '@/components/exceptions/exception-action';
import { type Group, groupsOf, overAt } from '@/components/exceptions/exception-groups';
import { isOfNoHost } from '@/components/exceptions/is-of-no-host';
import type { Rights } from '@/components/exceptions/rights';
import { CheckTag } from '@/components/fleet/check-tags';
import { useDurationPhrase } from '@/components/fleet/time';
import { useRowKeys } from '@/components/table/use-row-keys';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
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

const cellClass = cva('px-4 py-2 max-tablet:px-2 max-tablet:first:pl-4', {
  variants: {
    /** A phone shows causes and reason only in the details. */
    column: {
      exception: '',
      hosts: 'max-tablet:w-full',
      causes: 'max-tablet:hidden',
      reason: 'max-tablet:hidden',
      ends: '',
    },
    isHead: { true: 'font-medium' },
  },
});

const COLUMNS = ['exception', 'hosts', 'causes', 'reason', 'ends'] as const;

export function ExceptionTable({ rows, query, rights, figures, isCut, pages, asOf }: TableProps) {
  const t = useTranslations('exceptions');
  const rowKeys = useRowKeys();
  const groups = groupsOf(rows, query.view, asOf);
  return (
    <Panel
      title={t('title')}
      aside={<Views query={query} figures={figures} />}
      footer={t(isCut ? 'cut' : 'otherPerson')}
    >
      {groups.length === 0 ? (
        <NoExceptions
          why={rows.length > 0 ? 'noneHere' : isOfNoHost(query, figures) ? 'noHosts' : 'none'}
          mayEnroll={rights.mayEnroll}
        />
      ) : (
        <div className="relative overflow-x-auto">
          <table {...rowKeys} aria-label={t('title')} className="w-full text-left tablet:min-w-160">
            <thead>
              <tr className="text-small text-ink-3">
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" className={cellClass({ column, isHead: true })}>
                    {t(`column.${column}`)}
                  </th>
                ))}
                <th scope="col" className="px-4 py-2">
                  <span className="sr-only">{t('column.action')}</span>
                </th>
              </tr>
            </thead>
            {groups.map(({ group, rows: found }) => (
              <tbody key={group}>
                <GroupHead group={group} rows={found} />
                {found.map((row) => (
                  <Row key={row.id} {...{ row, query, rights, asOf }} />
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
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
    <nav aria-label={t('label')} className="flex flex-wrap gap-1">
      {EXCEPTION_VIEWS.map((view) => (
        <Link
          key={view}
          href={exceptionsAddress({ ...query, view, cursor: null })}
          aria-current={view === query.view ? 'true' : undefined}
          className="rounded-pill bg-none px-2 py-0.5 text-ink-2 hover:bg-raised aria-[current]:bg-sunken aria-[current]:text-ink"
        >
          {t(view)} <span className="text-ink-3 tabular-nums">{counts[view]}</span>
        </Link>
      ))}
    </nav>
  );
}

function GroupHead({ group, rows }: { group: Group; rows: readonly ExceptionRow[] }) {
  const t = useTranslations('exceptions.group');
  const hosts = rows.reduce((sum, row) => sum + row.hosts.total, 0);
  return (
    <tr className="border-y border-line bg-raised text-small">
      <th scope="rowgroup" colSpan={6} className="px-4 py-1.5 font-medium text-ink">
        <span className="flex justify-between gap-4">
          <span>
            {t(group)} <span className="text-ink-3 tabular-nums">{rows.length}</span>
          </span>
          <span className="font-normal text-ink-3 max-tablet:hidden">{t(`hint.${group}`, { hosts })}</span>
        </span>
      </th>
    </tr>
  );
}

type RowProps = { row: ExceptionRow; query: ExceptionsQuery; rights: Rights; asOf: string };

function Row({ row, query, rights, asOf }: RowProps) {
  const t = useTranslations('exceptions');
  const isOpen = row.id === query.open;
  return (
    <tr
      className={classNames('border-b border-line align-top last:border-b-0', isOpen && 'bg-sunken')}
      aria-current={isOpen ? 'true' : undefined}
    >
      <Cell second={<ForeignText text={row.owner} />}>
        <Link
          href={exceptionsAddress({ ...query, open: row.id })}
          className="font-semibold whitespace-nowrap hover:underline"
        >
          {row.name}
        </Link>
      </Cell>
      <Cell second={<HostsNow row={row} />}>
        <HostsNamed row={row} />
      </Cell>
      <td className={cellClass({ column: 'causes' })}>
        <span className="flex flex-wrap gap-1">
          {row.causes.map((cause) => (
            <CheckTag key={cause} check={cause} isInColumn />
          ))}
        </span>
      </td>
      <Cell column="reason" second={<By row={row} />}>
        <span className="line-clamp-2">
          <ForeignText text={row.reason} />
        </span>
      </Cell>
      <Ends row={row} asOf={asOf} />
      <td className="px-4 py-2 text-right max-tablet:px-2 max-tablet:pr-4">
        {query.at === null && (
          <ExceptionAction row={row} rights={rights} label={t('of', { name: row.name })} />
        )}
      </td>
    </tr>
  );
}

type CellProps = { column?: 'reason'; children: ReactNode; second: ReactNode };

function Cell({ column, children, second }: CellProps) {
  return (
    <td className={cellClass({ column })}>
      <span className="grid">
        <span>{children}</span>
        <span className="text-small text-ink-3">{second}</span>
      </span>
    </td>
  );
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
    <Cell second={isFollowedOn(row) ? t('renewed', { number: exceptionName(row.renewedBy.number) }) : second}>
      <time dateTime={moment} title={fullMoment(new Date(moment), zone)} className="whitespace-nowrap">
        {dayAndMonth(new Date(moment), new Date(asOf), zone)}
      </time>
    </Cell>
  );
}

type NoExceptionsProps = { why: 'none' | 'noneHere' | 'noHosts'; mayEnroll: boolean };

/** Where there is no host, the next thing to do is to add some. */
function NoExceptions({ why, mayEnroll }: NoExceptionsProps) {
  const t = useTranslations('exceptions');
  const tEnrol = useTranslations('enrol');
  return (
    <p className="px-4 py-6 text-ink-2">
      {t(why)}{' '}
      {why === 'noHosts' && mayEnroll && (
        <Link className="link" href={enrollAddress({})}>
          {tEnrol('add')}
        </Link>
      )}
    </p>
  );
}
