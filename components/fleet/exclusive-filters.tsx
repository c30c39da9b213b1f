'use client';

import { useTranslations } from 'next-intl';
import { withWord } from '@/components/fleet/filter-chips';
import { useValueText } from '@/components/fleet/value-text';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import type { Clause } from '@/lib/domain/contradiction';
import type { HostFilter } from '@/lib/domain/host-filter';

type ExclusiveFiltersProps<F> = {
  filter: F;
  clauses: readonly [Clause, Clause];
  /** The list with other filters. */
  addressOf: (filter: F) => string;
};

/** Filters that nothing can meet together: which two, as their chips say it, and a way out of each. */
export function ExclusiveFilters<F extends HostFilter>({
  filter,
  clauses: [one, other],
  addressOf,
}: ExclusiveFiltersProps<F>) {
  const t = useTranslations('fleet.exclusive');
  const textOf = useClauseText(filter);
  return (
    <div className="grid justify-items-center gap-3 px-4 py-8 text-body whitespace-normal">
      <p>{t('title', { one: textOf(one), other: textOf(other) })}</p>
      <p className="flex flex-wrap justify-center gap-2">
        {[one, other].map((clause) => (
          <Link
            key={textOf(clause)}
            className={buttonClass({ size: 'small' })}
            href={addressOf(withoutClause(filter, clause))}
          >
            {t('remove', { filter: textOf(clause) })}
          </Link>
        ))}
      </p>
    </div>
  );
}

function useClauseText(filter: HostFilter): (clause: Clause) => string {
  const t = useTranslations('hosts');
  const valueText = useValueText();
  return ({ word, isNegative }) => {
    const { include = [], exclude = [] } = filter[word] ?? {};
    const says = t(isNegative ? 'isNot' : 'is', { word: t(`word.${word}`) });
    return `${says} ${(isNegative ? exclude : include).map((value) => valueText(word, value)).join(', ')}`;
  };
}

function withoutClause<F extends HostFilter>(filter: F, { word, isNegative }: Clause): F {
  const { include = [], exclude = [] } = filter[word] ?? {};
  return withWord(filter, word, isNegative ? { include, exclude: [] } : { include: [], exclude });
}
