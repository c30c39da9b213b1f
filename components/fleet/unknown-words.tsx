'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { placesInput } from '@/lib/client/change-address';
import { useTRPC } from '@/lib/client/trpc';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import { nearValue } from '@/lib/util/near-value';
import { visibleText } from '@/lib/util/visible-text';

const WORDS = ['cluster', 'cause'] as const;
/** As many as can be read in a line. */
const NAMED_AT_MOST = 8;

/** Chosen clusters and causes that no host has at the time looked at, and what there is: a name is easily mistyped. */
export function UnknownWords({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes.page');
  const trpc = useTRPC();
  const { data } = useQuery(trpc.host.facets.queryOptions(placesInput(query)));
  if (data === undefined) return null;
  return WORDS.flatMap((word) => {
    const existing = (data.facets[word] ?? []).map(({ value }) => value);
    const unknown = (query.filter[word]?.include ?? []).filter((value) => !existing.includes(value));
    return unknown.map((value) => {
      const meant = nearValue(value, existing);
      const named = existing.slice(0, NAMED_AT_MOST).map(visibleText).join(', ');
      const more = Math.max(0, existing.length - NAMED_AT_MOST);
      return (
        <p key={`${word} ${value}`} className="wrap-anywhere">
          {t(word === 'cluster' ? 'unknownCluster' : 'unknownCause', { value: visibleText(value) })}{' '}
          {meant !== null
            ? t('meant', { meant: visibleText(meant) })
            : existing.length > 0 && t('thereAre', { named, more })}
        </p>
      );
    });
  });
}
