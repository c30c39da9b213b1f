'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import type { CompareActions } from '@/components/changes/compare-actions';
import { CompareFigures } from '@/components/changes/compare-figures';
import { CompareFilters, isNarrowed, widened } from '@/components/changes/compare-filters';
import { CompareTable } from '@/components/changes/compare-table';
import { CompareTimes } from '@/components/changes/compare-times';
import { PageLinks } from '@/components/changes/page-links';
import { useCompareHeadline } from '@/components/changes/use-compare-headline';
import { SectionTabs } from '@/components/fleet/section-tabs';
import { FormError } from '@/components/ui/form-error';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { useLoaded } from '@/components/ui/use-loaded';
import { changesAddress } from '@/lib/client/change-address';
import { type Comparison, compareAddress, compareInput } from '@/lib/client/compare-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';
import type { ChangeGroups } from '@/lib/contracts/compare';

type CompareScreenProps = {
  comparison: Comparison;
  /** One of the two times is still to come. */
  isRefused: boolean;
  /** When the page was asked for. */
  openedAt: string;
};

export function CompareScreen({ comparison, isRefused, openedAt }: CompareScreenProps) {
  const t = useTranslations('compare');
  if (!isRefused) return <Compared comparison={comparison} openedAt={openedAt} />;
  const now = new Date(openedAt);
  return (
    <div className="min-w-0 px-gutter pt-4 pb-3 max-tablet:py-3">
      <PageTitle>{t('title')}</PageTitle>
      <div className="max-tablet:mt-2">
        <SectionTabs of="changes" current="compare" />
      </div>
      <CompareTimes comparison={comparison} now={now} to={comparison.to ?? now} />
      <div className="mt-4">
        <FormError>{t('wrong')}</FormError>
      </div>
    </div>
  );
}

function Compared({ comparison, openedAt }: Omit<CompareScreenProps, 'isRefused'>) {
  const t = useTranslations('compare');
  const trpc = useTRPC();
  const isOfNow = comparison.to === null;
  // Both fleets are read out of history for each answer, and of a large fleet something changes every second. What has to be seen
  // within two seconds is on Fabric, Hosts and Changes; here somebody reads what has become of a longer time.
  const { data } = useSuspenseQuery(
    trpc.change.compareGroups.queryOptions(compareInput(comparison), isOfNow ? WATCHED_STEADILY : {}),
  );
  const { headline, lead } = useCompareHeadline(data, isOfNow);
  const [from, to] = [new Date(data.from), new Date(data.to)];
  const fixed = { ...comparison, from, to };
  return (
    <div className="min-w-0 px-gutter pt-4 pb-3 max-tablet:py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div>
          <PageTitle>{headline}</PageTitle>
          <p className="text-ink-2">{lead}</p>
          {from > to && <p>{t('backwards')}</p>}
        </div>
        {data.total > 0 && <Actions comparison={fixed} total={data.total} />}
      </div>
      <div className="max-tablet:mt-2">
        <SectionTabs of="changes" current="compare" />
      </div>
      <CompareTimes comparison={comparison} now={isOfNow ? to : new Date(openedAt)} to={to} />
      <CompareFigures figures={data.figures} />
      {data.figures.hosts > data.figures.unchanged ? (
        <CompareFilters {...{ comparison, data }} />
      ) : (
        <div className="h-4" />
      )}
      <Differences {...{ comparison, data }} />
    </div>
  );
}

/** Files and names are taken now and then, and so are loaded behind what is read. */
const loadActions = () => import('@/components/changes/compare-actions');

function Actions(props: ComponentProps<typeof CompareActions>) {
  const { part: loaded } = useLoaded(loadActions);
  return (
    <div className="ml-auto min-h-7 max-tablet:ml-0">{loaded && <loaded.CompareActions {...props} />}</div>
  );
}

type DifferencesProps = { comparison: Comparison; data: ChangeGroups };

function Differences({ comparison, data }: DifferencesProps) {
  const t = useTranslations('compare');
  return (
    <section className="min-w-0 rounded-panel border border-line bg-surface" aria-label={t('table')}>
      {data.groups.length > 0 && <CompareTable data={data} to={comparison.to} />}
      {data.total === 0 && <Nothing comparison={comparison} />}
      {data.leftOut > 0 && (
        <p className="border-t border-line px-4 py-2 text-small">
          {t('leftOut', { shown: data.total - data.leftOut, count: data.leftOut })}
        </p>
      )}
      <Footer {...{ comparison, data }} />
    </section>
  );
}

function Nothing({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('compare');
  const scope = useScope();
  if (!isNarrowed(comparison)) return <p className="px-4 py-6 text-ink-2">{t('none')}</p>;
  return (
    <p className="px-4 py-6 text-ink-2">
      {t('noMatch')}{' '}
      <Link className="link" href={inScope(compareAddress(widened(comparison)), scope)}>
        {t('clear')}
      </Link>
    </p>
  );
}

function Footer({ comparison, data }: DifferencesProps) {
  const t = useTranslations('compare');
  const scope = useScope();
  const { fabric, cursor } = comparison;
  const [since, until] = [new Date(data.from), new Date(data.to)].sort((one, other) => +one - +other);
  const pageAt = (place: string | null) => inScope(compareAddress({ ...comparison, cursor: place }), scope);
  const between = changesAddress({
    filter: fabric ? { fabric } : {},
    since: since ?? null,
    until: until ?? null,
  });
  return (
    <footer className="border-t border-line px-4 py-2 text-small/5 text-ink-3">
      <PageLinks
        first={cursor === null ? null : { href: pageAt(null), label: t('first') }}
        next={data.nextCursor === null ? null : { href: pageAt(data.nextCursor), label: t('next') }}
      />
      <div className="flex min-h-6 flex-wrap items-center gap-x-4">
        {data.figures.hosts > 0 && <span>{t('equal', { count: data.figures.unchanged })}</span>}
        <Link className="ml-auto link max-tablet:ml-0" href={inScope(between, scope)}>
          {t('changesOf')}
        </Link>
      </div>
    </footer>
  );
}
