'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { groupsOfKinds } from '@/components/changes/kind-groups';
import { FilterChip } from '@/components/fleet/filter-chip';
import {
  chipsOf,
  type FilterChip as HostChip,
  isOtherText,
  searchText,
  turnedChip,
  withoutChip,
  withSearch,
} from '@/components/fleet/filter-chips';
import { useValueText } from '@/components/fleet/value-text';
import { Link } from '@/components/ui/link';
import { LinkMenu } from '@/components/ui/link-menu';
import { SearchField } from '@/components/ui/search-field';
import { SegmentLinks } from '@/components/ui/segment-links';
import { useZone } from '@/components/ui/use-zone';
import { changesAddress, narrowedTo, placesInput, unfilteredChanges } from '@/lib/client/change-address';
import { useTRPC } from '@/lib/client/trpc';
import { CHANGE_SPAN_NAMES, type ChangeQuery } from '@/lib/contracts/words/changes';
import { fullMoment } from '@/lib/i18n/moment';

/** What narrows the list: text, time, cluster and cause, each in the address and each taken back by its chip. */
export function ChangeFilters({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes.filter');
  const router = useRouter();
  const cleared = changesAddress(unfilteredChanges(query));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField
        className="flex-none basis-66 max-tablet:basis-full"
        label={t('search')}
        hint={t('searchHint')}
        asked={searchText(query.filter)}
        onAsk={(text) =>
          router.replace(changesAddress({ ...query, filter: withSearch(query.filter, text), cursor: null }))
        }
      />
      <SpanFilter query={query} />
      <WordMenus query={query} />
      <KindChips query={query} />
      <Chips query={query} />
      {cleared !== changesAddress({ ...query, cursor: null }) && (
        <Link className="ml-auto link text-small text-ink-3" href={cleared}>
          {t('clearAll')}
        </Link>
      )}
    </div>
  );
}

function SpanFilter({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes.filter');
  const isDated = query.since !== null || query.until !== null;
  return (
    <SegmentLinks
      label={t('time')}
      isTight
      choices={[null, ...CHANGE_SPAN_NAMES].map((span) => ({
        key: span ?? 'any',
        href: changesAddress({ ...query, within: span, since: null, until: null, cursor: null }),
        isCurrent: !isDated && query.within === span,
        text: t(`within.${span ?? 'any'}`),
      }))}
    />
  );
}

/** More than a menu should hold is found by typing. */
const MOST_LISTED = 100;

/** The clusters and causes that hosts have at the time looked at; what hosts had before is found by its name. */
function WordMenus({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes.filter');
  const trpc = useTRPC();
  const valueText = useValueText();
  const { data } = useQuery(trpc.host.facets.queryOptions(placesInput(query)));
  return (['cluster', 'cause'] as const).map((word) => {
    const values = (data?.facets[word] ?? []).slice(0, MOST_LISTED);
    if (values.length === 0) return null;
    return (
      <LinkMenu
        key={word}
        items={values.map(({ value, count }) => ({
          key: value,
          label: valueText(word, value),
          hint: t('hosts', { count }),
          to: changesAddress(narrowedTo(query, word, value)),
        }))}
      >
        {t(`word.${word}`)}
      </LinkMenu>
    );
  });
}

/** Kinds that are not just one group, which the tabs above would show: links and the search lead to such. */
function KindChips({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes');
  const { include, exclude } = query.filter.kind ?? { include: [], exclude: [] };
  const [first, ...others] = groupsOfKinds(include);
  if (exclude.length === 0 && others.length === 0 && (first?.isWhole ?? true)) return null;
  return [false, true].map((isNegative) => {
    const kinds = isNegative ? exclude : include;
    if (kinds.length === 0) return null;
    const values = groupsOfKinds(kinds).map(({ group, isWhole }) => ({
      key: group,
      shown: isWhole ? t(`kind.${group}`) : t('filter.inPart', { group: t(`kind.${group}`) }),
    }));
    const chip = { word: 'kind', isNegative, values: kinds } as const;
    return <Chip key={String(isNegative)} {...{ chip, values, query }} />;
  });
}

function Chips({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes.filter');
  const zone = useZone();
  const { cluster, cause, q } = query.filter;
  const chips = chipsOf({ ...(cluster && { cluster }), ...(cause && { cause }), ...(q && { q }) });
  return (
    <>
      {chips.map((chip) => (
        <WordChip key={`${chip.word} ${chip.isNegative}`} chip={chip} query={query} />
      ))}
      {(['since', 'until'] as const).map((word) => {
        const time = query[word];
        if (time === null) return null;
        const shown = fullMoment(time, zone);
        return (
          <FilterChip
            key={word}
            says={t(word)}
            values={[{ key: word, shown }]}
            without={changesAddress({ ...query, [word]: null, cursor: null })}
            removeLabel={t('remove', { word: t(word), value: shown })}
          />
        );
      })}
    </>
  );
}

function WordChip({ chip, query }: { chip: HostChip; query: ChangeQuery }) {
  const valueText = useValueText();
  const values = chip.values.map((text) => ({ key: text, shown: valueText(chip.word, text) }));
  return <Chip chip={{ ...chip, word: chip.word as 'cluster' | 'cause' | 'q' }} {...{ values, query }} />;
}

type ChipProps = {
  chip: Omit<HostChip, 'word'> & { word: 'kind' | 'cluster' | 'cause' | 'q' };
  values: readonly { key: string; shown: string }[];
  query: ChangeQuery;
};

function Chip({ chip, values, query }: ChipProps) {
  const t = useTranslations('changes.filter');
  const word = t(`word.${chip.word}`);
  const value = values.map(({ shown }) => shown).join(', ');
  const says = t(chip.isNegative ? 'isNot' : 'is', { word });
  return (
    <FilterChip
      says={isOtherText(chip) ? t('textAlso') : says}
      values={values}
      turned={{
        href: changesAddress({ ...query, filter: turnedChip(query.filter, chip), cursor: null }),
        label: t('turn', { says: t(chip.isNegative ? 'is' : 'isNot', { word }), value }),
      }}
      without={changesAddress({ ...query, filter: withoutChip(query.filter, chip), cursor: null })}
      removeLabel={t('remove', { word, value })}
    />
  );
}
