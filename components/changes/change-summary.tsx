'use client';

import { useTranslations } from 'next-intl';
import { HourChart } from '@/components/changes/hour-chart';
import { SinceLooked } from '@/components/changes/since-looked';
import { ShareBar } from '@/components/fleet/share-bar';
import { Time } from '@/components/fleet/time';
import { type Column, DataTable } from '@/components/table/data-table';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import {
  changesAddress,
  narrowedTo,
  summarizedChanges,
  summarizedSpan,
  unfilteredChanges,
} from '@/lib/client/change-address';
import type { ChangeSummary as Summary } from '@/lib/contracts/changes';
import type { ChangeQuery } from '@/lib/contracts/words/changes';

/** What is shown at a glance; the rest is found by the filters. */
const ROWS = 8;

type SummaryProps = { summary: Summary; query: ChangeQuery };

const movesOf = ({ joined, left }: Summary) => {
  if (joined > 0 && left > 0) return 'both';
  return joined > 0 ? 'joined' : left > 0 ? 'left' : 'none';
};

/** Which time is summed up, as of now or as of the time looked at. */
function spanOf(query: ChangeQuery) {
  const span = summarizedSpan(query);
  if (span === 'chosen' || span === 'untilDay') return span;
  const isNow = query.at === null;
  if (span === '7d') return isNow ? 'week' : 'weekThen';
  return isNow ? 'now' : 'then';
}

/** Whether only some hosts are summed up. The kinds narrow the list alone. */
function whoOf(query: ChangeQuery) {
  const { within: _, since: __, until: ___, ...asked } = summarizedChanges(query);
  return changesAddress(asked) === changesAddress(unfilteredChanges(query)) ? 'all' : 'some';
}

/** How many hosts stopped passing, recovered, joined and left, and so how many fewer or more can run shielded VMs. */
export function SummarySentence({ summary, query }: SummaryProps) {
  const t = useTranslations('changes.summary');
  const stopped = summary.worse.hosts + summary.silent.hosts;
  const recovered = summary.better.hosts;
  const { joined, left } = summary;
  const of = { span: spanOf(query), who: whoOf(query) };
  if (stopped + recovered + joined + left === 0) return <p className="text-ink-2">{t('quiet', of)}</p>;
  const net = stopped + left - recovered - joined;
  const moved = net === 0 ? 'same' : net > 0 ? 'fewer' : 'more';
  const sums = { stopped, recovered, moves: movesOf(summary), joined, left };
  return (
    <p className="text-ink-2">
      {t('sentence', { ...of, ...sums })} {t(moved, { count: Math.abs(net) })}
    </p>
  );
}

/** When the time begins, and where it ends before the moment looked at. */
function SummaryHint({ since, until, asOf }: SummaryProps['summary']) {
  const t = useTranslations('changes.summary');
  const timeOf = (value: string) => () => <Time value={value} asOf={asOf} place="inSentence" />;
  return until === null
    ? t.rich('since', { moment: timeOf(since) })
    : t.rich('between', { from: timeOf(since), to: timeOf(until) });
}

/**
 * It stays beside a list that is longer. One that is taller than the window shows its end then, and one that is not its
 * head: it is held by its lower edge, and at least as tall as the window, or as the list where that is shorter.
 */
const besideClass = classNames(
  'grid content-start gap-4 columns:sticky columns:bottom-[calc(var(--spacing-notice)+16px)] columns:self-end',
  'columns:min-h-[min(100%,calc(100vh-var(--spacing-bar)-var(--spacing-notice)-32px))] print:static',
);

/** The time before the moment looked at: in figures, by cluster and by cause. Each row narrows the list to its changes. */
export function SummaryColumn({ summary, query }: SummaryProps) {
  const t = useTranslations('changes.summary');
  const span = spanOf(query);
  return (
    <aside className={besideClass} aria-label={t('label')}>
      <Panel
        title={t('title', { span })}
        hint={<SummaryHint {...summary} />}
        aside={
          <Link className="link" href={changesAddress(summarizedChanges(query))}>
            {t('show')}
          </Link>
        }
      >
        <dl className="grid grid-cols-3">
          {(['worse', 'better', 'silent'] as const).map((turn) => (
            <div
              key={turn}
              className="flex flex-col-reverse justify-end gap-0.5 border-line px-4 py-3 not-last:border-r"
            >
              <dt className="text-small/5 text-ink-2">{t(turn, summary[turn])}</dt>
              <dd className="text-[17px] leading-6 font-semibold tabular-nums">{summary[turn].hosts}</dd>
            </div>
          ))}
        </dl>
        {summarizedSpan(query) === '24h' && <HourChart summary={summary} isNow={query.at === null} />}
      </Panel>
      {summary.byCluster.length > 0 && <ByCluster {...{ summary, query }} />}
      {summary.byCause.length > 0 && <ByCause {...{ summary, query }} />}
      {query.at === null && whoOf(query) === 'all' && <SinceLooked query={query} />}
    </aside>
  );
}

function ByCluster({ summary, query }: SummaryProps) {
  const t = useTranslations('changes.summary');
  const summed = summarizedChanges(query);
  return (
    <Panel title={t('byCluster')}>
      <Sums
        what={t('cluster')}
        rows={summary.byCluster.map(({ fabric, cluster, worse, silent, better }) => ({
          key: `${fabric} ${cluster}`,
          name: cluster,
          href: changesAddress(narrowedTo(summed, 'cluster', cluster)),
          hosts: (['worse', 'silent', 'better'] as const).flatMap((turn) => {
            const { hosts } = { worse, silent, better }[turn];
            return hosts === 0 ? [] : [t(`hosts.${turn}`, { hosts })];
          }),
          turned: worse.hosts + silent.hosts + better.hosts,
          vms: worse.vms + silent.vms + better.vms,
        }))}
      />
    </Panel>
  );
}

function ByCause({ summary, query }: SummaryProps) {
  const t = useTranslations('changes.summary');
  const summed = summarizedChanges(query);
  return (
    <Panel title={t('byCause')} footer={summary.severalCauses > 0 ? t('severalCauses') : undefined}>
      <Sums
        what={t('cause')}
        rows={summary.byCause.map(({ cause, hosts, vms }) => ({
          key: cause,
          name: cause,
          href: changesAddress(narrowedTo(summed, 'cause', cause)),
          hosts: [String(hosts)],
          turned: hosts,
          vms,
        }))}
      />
    </Panel>
  );
}

type Sum = {
  key: string;
  name: string;
  href: string;
  /** As words; `turned` is how many these are. */
  hosts: readonly string[];
  turned: number;
  vms: number;
};

function Sums({ what, rows }: { what: string; rows: readonly Sum[] }) {
  const t = useTranslations('changes.summary');
  const most = Math.max(...rows.map(({ turned }) => turned));
  const columns: Column<Sum>[] = [
    {
      id: 'name',
      header: what,
      className: 'wrap-anywhere',
      cell: ({ name, href }) => (
        <Link className="link" href={href}>
          <ForeignText text={name} />
        </Link>
      ),
    },
    {
      id: 'share',
      header: null,
      from: 'tablet',
      className: 'w-12',
      cell: ({ turned }) => <ShareBar part={turned} whole={most} />,
    },
    {
      id: 'hosts',
      header: t('column.hosts'),
      isRight: true,
      className: 'whitespace-nowrap',
      cell: ({ hosts }) => hosts.join(', '),
    },
    { id: 'vms', header: t('column.vms'), isRight: true, cell: ({ vms }) => vms },
  ];
  return (
    <DataTable
      label={what}
      {...{ columns }}
      rows={rows.slice(0, ROWS)}
      keyOf={({ key }) => key}
      look="tight"
      more={rows.length > ROWS ? t('others', { count: rows.length - ROWS }) : undefined}
    />
  );
}
