import { useSuspenseQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { countsOfGroups } from '@/components/changes/kind-groups';
import { SegmentLinks } from '@/components/ui/segment-links';
import { changesAddress, countInput } from '@/lib/client/change-address';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import { type ChangeKind, KIND_GROUP_NAMES, type KindGroup, kindsOfGroup } from '@/lib/domain/change-kinds';

/** The same question narrowed to a group of kinds, from its first page on. */
function ofKinds(query: ChangeQuery, group: KindGroup | null): ChangeQuery {
  const { kind: _, ...others } = query.filter;
  const include: ChangeKind[] = group === null ? [] : kindsOfGroup(group);
  const kind = group === null ? {} : { kind: { include, exclude: [] } };
  return { ...query, filter: { ...others, ...kind }, cursor: null };
}

/** The kinds, each with how many changes of it the other filters leave. */
export function KindFilter({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes');
  const format = useFormatter();
  const options = useTRPC().change.count.queryOptions(countInput(query), watching(LIST_EVERY_MS, query.at));
  const counts = countsOfGroups(useSuspenseQuery(options).data.byKind);
  const shown = changesAddress({ ...query, cursor: null });
  return (
    <SegmentLinks
      // Drawn anew where the counts are others, since a wider one would push the tabs beside it.
      key={changesAddress(ofKinds(query, null))}
      className="justify-self-start"
      label={t('page.kinds')}
      choices={[null, ...KIND_GROUP_NAMES].map((group) => {
        const href = changesAddress(ofKinds(query, group));
        return {
          key: group ?? 'all',
          href,
          isCurrent: href === shown,
          text: t(`kind.${group ?? 'all'}`),
          count: counts && format.number(counts[group ?? 'all']),
        };
      })}
    />
  );
}
