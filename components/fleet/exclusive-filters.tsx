'use client';

import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';

/** One of two filters, as its chip says it, and the address without it. */
export type ExclusiveFilter = { text: string; without: string };

/** Filters that nothing can meet together: which two, and a way out of each. */
export function ExclusiveFilters({ filters: [one, other] }: { filters: [ExclusiveFilter, ExclusiveFilter] }) {
  const t = useTranslations('fleet.exclusive');
  return (
    <div className="grid justify-items-center gap-3 px-4 py-8 text-body whitespace-normal">
      <p>{t('title', { one: one.text, other: other.text })}</p>
      <p className="flex flex-wrap justify-center gap-2">
        {[one, other].map(({ text, without }) => (
          <Link key={text} className={buttonClass({ size: 'small' })} href={without}>
            {t('remove', { filter: text })}
          </Link>
        ))}
      </p>
    </div>
  );
}
