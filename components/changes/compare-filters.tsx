'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Facet } from '@/components/table/facet';
import { Checkbox } from '@/components/ui/checkbox';
import { Link } from '@/components/ui/link';
import { PopoverButton } from '@/components/ui/popover-button';
import { SearchField } from '@/components/ui/search-field';
import { type Comparison, compareAddress } from '@/lib/client/compare-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { ChangeGroups } from '@/lib/contracts/compare';
import { DIFFERENCES } from '@/lib/contracts/words/changes';
import { visibleText } from '@/lib/util/visible-text';

type FiltersProps = { comparison: Comparison; data: ChangeGroups };

const toggled = <T extends string>(values: readonly T[], value: T): T[] =>
  values.includes(value) ? values.filter((one) => one !== value) : [...values, value];

export const isNarrowed = ({ q, cluster, fact }: Comparison) =>
  q !== undefined || cluster !== undefined || fact !== undefined;
export const widened = (comparison: Comparison): Comparison => ({
  ...comparison,
  ...{ q: undefined, cluster: undefined, fact: undefined, cursor: null },
});

/** Which of the hosts that differ are listed, and whether equal ones are one entry. */
export function CompareFilters({ comparison, data }: FiltersProps) {
  const t = useTranslations('compare');
  const router = useRouter();
  const scope = useScope();
  const addressOf = (own: Partial<Comparison>) =>
    inScope(compareAddress({ ...comparison, ...own, cursor: null }), scope);
  const go = (own: Partial<Comparison>) => router.replace(addressOf(own), { scroll: false });
  const { isGrouped = true } = comparison;
  return (
    <div className="flex flex-wrap items-center gap-2 py-3">
      <SearchField
        className="basis-60"
        label={t('filter')}
        hint={t('filterHint')}
        asked={comparison.q ?? ''}
        onAsk={(text) => go({ q: text === '' ? undefined : text })}
      />
      <ClusterFilter {...{ comparison, data, go }} />
      <FactFilter {...{ comparison, data, go }} />
      <label className="inline-flex min-h-6 cursor-pointer items-center gap-1.5 text-small/5">
        <Checkbox checked={isGrouped} onChange={() => go({ isGrouped: !isGrouped })} />
        {t('group')}
      </label>
      {isNarrowed(comparison) && (
        <Link className="link text-small text-ink-3" href={addressOf(widened(comparison))}>
          {t('clear')}
        </Link>
      )}
      <span className="ml-auto text-small text-ink-3" role="status">
        {isGrouped
          ? t('groups', { groups: data.groupCount, hosts: data.total })
          : t('listed', { hosts: data.total })}
      </span>
    </div>
  );
}

type ChoiceProps = FiltersProps & { go: (own: Partial<Comparison>) => void };

function useLabel() {
  const t = useTranslations('compare');
  return (word: 'cluster' | 'fact', count: number) =>
    count === 0 ? t(word) : t('chosen', { word: t(word), count });
}

function ClusterFilter({ comparison, data, go }: ChoiceProps) {
  const t = useTranslations('compare');
  const labelOf = useLabel();
  const { include = [], exclude = [] } = comparison.cluster ?? {};
  const counted = new Map(data.facets.clusters.map(({ value, count }) => [value, count]));
  const values = [...new Set([...include, ...counted.keys()])];

  function handleToggle(value: string) {
    const next = toggled(include, value);
    go({ cluster: next.length + exclude.length === 0 ? undefined : { include: next, exclude } });
  }

  return (
    <PopoverButton label={labelOf('cluster', include.length)} title={t('clusters')} width="medium">
      {() => (
        <Facet
          title={t('cluster')}
          values={values.map((value) => ({
            value,
            count: counted.get(value) ?? 0,
            all: counted.get(value) ?? 0,
            isOn: include.includes(value),
          }))}
          isClosed={false}
          labelOf={visibleText}
          onToggle={handleToggle}
        />
      )}
    </PopoverButton>
  );
}

function FactFilter({ comparison, data, go }: ChoiceProps) {
  const t = useTranslations('compare');
  const labelOf = useLabel();
  const chosen = comparison.fact ?? [];
  const facts = DIFFERENCES.filter((fact) => data.facets.facts[fact] > 0 || chosen.includes(fact));

  function handleToggle(value: string) {
    const fact = DIFFERENCES.find((known) => known === value);
    if (fact === undefined) return;
    const next = toggled(chosen, fact);
    go({ fact: next.length === 0 ? undefined : next });
  }

  return (
    <PopoverButton label={labelOf('fact', chosen.length)} title={t('facts')} width="medium">
      {() => (
        <Facet
          title={t('fact')}
          values={facts.map((value) => ({
            value,
            count: data.facets.facts[value],
            all: data.facets.facts[value],
            isOn: chosen.includes(value),
          }))}
          isClosed
          labelOf={(value) => {
            const fact = facts.find((known) => known === value);
            return fact === undefined ? value : t(`word.${fact}`);
          }}
          onToggle={handleToggle}
        />
      )}
    </PopoverButton>
  );
}
