import { useTranslations } from 'next-intl';
import { KIND_GROUP_NAMES, KIND_GROUPS, type KindGroup } from '@/components/changes/kind-groups';
import { Link } from '@/components/ui/link';
import { segmentsClass } from '@/components/ui/segments-class';
import { changesAddress } from '@/lib/client/change-address';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import type { ChangeKind } from '@/lib/domain/changes';

/** The same question narrowed to a group of kinds, from its first page on. */
function ofKinds(query: ChangeQuery, group: KindGroup | null): ChangeQuery {
  const { kind: _, ...others } = query.filter;
  const include: ChangeKind[] = group === null ? [] : [...KIND_GROUPS[group]];
  const kind = group === null ? {} : { kind: { include, exclude: [] } };
  return { ...query, filter: { ...others, ...kind }, cursor: null };
}

export function KindFilter({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes');
  const shown = changesAddress({ ...query, cursor: null });
  return (
    <nav
      className={segmentsClass({
        className: 'justify-self-start max-tablet:max-w-full max-tablet:overflow-x-auto',
      })}
      aria-label={t('page.kinds')}
    >
      {[null, ...KIND_GROUP_NAMES].map((group) => {
        const address = changesAddress(ofKinds(query, group));
        return (
          <Link key={group} href={address} aria-current={address === shown ? 'true' : undefined}>
            {t(`kind.${group ?? 'all'}`)}
          </Link>
        );
      })}
    </nav>
  );
}
