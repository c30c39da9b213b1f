'use client';

import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useOptimistic, useState, useTransition } from 'react';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { useValueText } from '@/components/fleet/value-text';
import {
  excluded,
  facetValues,
  isClosed,
  isWorthShowing,
  refilledValues,
  steadyValues,
  toggled,
  withoutFacets,
} from '@/components/hosts/facet-choice';
import { FILTERS, filterColumn, LIST } from '@/components/hosts/hosts-frame';
import { Facet } from '@/components/table/facet';
import type { FacetValue } from '@/components/table/facet-value';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Link } from '@/components/ui/link';
import { PartLink } from '@/components/ui/part-link';
import { KEEPS_SCROLL, useGo } from '@/components/ui/part-navigation';
import { hostsAddress } from '@/lib/client/host-address';
import type { HostQuestion } from '@/lib/client/host-question';
import { keepingPeek, PEEK_WORD } from '@/lib/client/peek-word';
import type { Facets } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { FACETS_SHOWN, type FacetWord, type HostFilter } from '@/lib/domain/host-filter';
import { isState } from '@/lib/domain/vocabulary';

type FacetColumnProps = {
  query: HostQuery;
  facets: Facets['facets'];
  /** Hosts that match. */
  total: number;
};

/** Filters as counts. They live in the address; until it follows, a box shows what it was told. */
export function FacetColumn({ query, facets, total }: FacetColumnProps) {
  const t = useTranslations('hosts');
  const valueText = useValueText();
  const go = useGo();
  const [, startTransition] = useTransition();
  const [filter, choose] = useOptimistic(query.filter);

  function toggle(word: FacetWord, value: string) {
    const listed = (facets[word] ?? []).map((listedValue) => listedValue.value);
    ask(toggled({ filter, word, listed }, value));
  }

  const [first, keepFor] = useFirstSeen(query, facets);

  function ask(next: HostFilter) {
    keepFor(next);
    startTransition(() => {
      choose(next);
      // The filters may be folded for the host beside the list, which stays.
      const shown = new URLSearchParams(window.location.search).get(PEEK_WORD);
      const address = hostsAddress({ ...query, filter: next, cursor: null });
      go?.(keepingPeek(address, shown), { scroll: false });
    });
  }

  const cleared = hostsAddress({ ...query, filter: withoutFacets(query.filter), cursor: null });
  const shown = FACETS_SHOWN.map((word) => {
    const values = facetValues(filter, word, facets);
    return { word, values: steadyValues(first.get(word) ?? [], values) };
  });
  return (
    <aside id={FILTERS} tabIndex={-1} className={filterColumn()} aria-label={t('filters')}>
      <div className="flex min-h-7 items-center px-4 pb-2">
        <h2>{t('filters')}</h2>
        {cleared !== hostsAddress({ ...query, cursor: null }) && <Clear address={cleared} />}
      </div>
      <div className="max-columns:columns-[var(--spacing-facets)] max-columns:[&_:is(input,button)]:scroll-mb-14">
        {shown
          .filter(({ word, values }) => isWorthShowing(word, values))
          .map(({ word, values }) => (
            <Facet
              key={word}
              // It has the acknowledged hosts as well.
              title={t(word === 'exception' ? 'facet.exception' : `word.${word}`)}
              values={values}
              isClosed={isClosed(word)}
              labelOf={(value) => valueText(word, value)}
              glyphOf={word === 'state' ? glyphOf : undefined}
              onToggle={(value) => toggle(word, value)}
              onExclude={(value) => ask(excluded({ filter, word }, value))}
            />
          ))}
      </div>
      {/* The list is out of sight: what is left of it is told while filters are chosen, above what the window has at its end. */}
      <div className="sticky bottom-notice border-t border-line bg-surface px-4 py-2 max-tablet:bottom-[calc(var(--spacing-notice)+var(--spacing-rail))] columns:hidden">
        <PartLink className={buttonClass({}, 'w-full justify-center')} part={LIST}>
          {t('filtersDone', { count: total })}
        </PartLink>
      </div>
    </aside>
  );
}

/** A part of its own: another host beside the list draws no facet anew. */
function Clear({ address }: { address: string }) {
  const t = useTranslations('hosts');
  const shown = useSearchParams().get(PEEK_WORD);
  return (
    <Link
      className="ml-auto link text-small/5 text-ink-3"
      href={keepingPeek(address, shown)}
      // It goes with the filters that it clears.
      onClick={() => document.getElementById(FILTERS)?.focus({ preventScroll: true })}
      {...KEEPS_SCROLL}
    >
      {t('clear')}
    </Link>
  );
}

const frameOf = ({ filter: { fabric }, at }: HostQuestion) =>
  hostsAddress({ filter: fabric ? { fabric } : {}, at });

/**
 * The values that a person saw first among these fabrics at this time: they keep their places from then on, also for fabrics that
 * are chosen here, where the pointer is.
 */
function useFirstSeen(query: HostQuery, facets: Facets['facets']) {
  const frame = frameOf(query);
  const [seen, setSeen] = useState(() => ({ frame, frames: new Set([frame]), values: placed() }));
  const first = seen.frame === frame ? seen : moved();
  if (first !== seen) setSeen(first);
  const keepFor = (filter: HostFilter) =>
    setSeen({ ...first, frames: new Set(first.frames).add(frameOf({ filter, at: query.at })) });
  return [first.values, keepFor] as const;

  function moved() {
    const isKept = seen.frames.has(frame);
    const frames = isKept ? seen.frames : new Set([frame]);
    return { frame, frames, values: placed(isKept ? seen.values : undefined) };
  }

  function placed(before?: ReadonlyMap<FacetWord, FacetValue[]>) {
    const placedOf = (word: FacetWord) =>
      refilledValues(word, before?.get(word) ?? [], facetValues(query.filter, word, facets));
    return new Map<FacetWord, FacetValue[]>(FACETS_SHOWN.map((word) => [word, placedOf(word)]));
  }
}

const glyphOf = (value: string) =>
  isState(value) && (
    <span className={classNames(STATE_CLASS[value], 'text-state')}>
      <StateGlyph state={value} size={14} />
    </span>
  );
