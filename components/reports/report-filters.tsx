'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { SearchField } from '@/components/ui/search-field';
import { SegmentLinks } from '@/components/ui/segment-links';
import { SelectField } from '@/components/ui/select-field';
import { MADE_WITHIN_DAYS, type ReportsQuery, reportsAddress } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { ReportList } from '@/lib/contracts/reports';
import { MADE_BY_ME, REPORT_STATES } from '@/lib/contracts/words/reports';

type Choice = 'all' | 'period' | 'moment' | 'own';

const CHOICES: Readonly<Record<Choice, Pick<ReportsQuery, 'kind' | 'by'>>> = {
  all: { kind: null, by: null },
  period: { kind: 'period', by: null },
  moment: { kind: 'moment', by: null },
  own: { kind: null, by: MADE_BY_ME },
};

/** An address of the list that keeps all of it but what changes, from its first page. */
function useAddressWith(query: ReportsQuery): (change: Partial<ReportsQuery>) => string {
  const scope = useScope();
  return (change) => inScope(reportsAddress({ ...query, cursor: null, ...change }), scope);
}

/** Each with how many there are, whichever is chosen. */
export function ReportKinds({ query, counts }: { query: ReportsQuery; counts: ReportList['counts'] }) {
  const t = useTranslations('reports.filter');
  const addressWith = useAddressWith(query);
  const isChosen = ({ kind, by }: (typeof CHOICES)[Choice]) => kind === query.kind && by === query.by;
  return (
    <SegmentLinks
      label={t('kinds')}
      choices={(Object.keys(CHOICES) as Choice[]).map((choice) => ({
        key: choice,
        href: addressWith(CHOICES[choice]),
        isCurrent: isChosen(CHOICES[choice]),
        text: t(choice),
        count: counts[choice],
      }))}
    />
  );
}

/** State, when it was made, and a search; all of it is in the address. */
export function ReportFilters({ query }: { query: ReportsQuery }) {
  const t = useTranslations('reports');
  const router = useRouter();
  const addressWith = useAddressWith(query);
  const show = (change: Partial<ReportsQuery>) => router.push(addressWith(change));
  const states = REPORT_STATES.map((value) => ({ value, label: t(`filter.state.${value}`) }));
  const known: readonly number[] = MADE_WITHIN_DAYS;
  const own = query.days === null || known.includes(query.days) ? [] : [query.days];
  const within = [...MADE_WITHIN_DAYS, ...own].map((days) => ({
    value: String(days),
    label: t('filter.within', { days }),
  }));
  return (
    <div className="flex flex-wrap items-end gap-3 border-b border-line px-4 py-3">
      <SelectField
        label={t('column.state')}
        value={query.state ?? ''}
        choices={[{ value: '', label: t('filter.anyState') }, ...states]}
        onChange={({ target }) =>
          show({ state: REPORT_STATES.find((state) => state === target.value) ?? null })
        }
      />
      <SelectField
        label={t('filter.made')}
        value={query.days === null ? '' : String(query.days)}
        choices={[{ value: '', label: t('filter.anyTime') }, ...within]}
        onChange={({ target }) => show({ days: target.value === '' ? null : Number(target.value) })}
      />
      <SearchField
        className="ml-auto min-w-60 max-tablet:w-full"
        label={t('filter.search')}
        hint={t('filter.searchHint')}
        asked={query.search}
        onAsk={(search) => show({ search })}
      />
    </div>
  );
}
