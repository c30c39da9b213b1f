'use client';

import { cva } from 'class-variance-authority';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { classNames } from '@/components/ui/class-names';
import { moveInColumn, useRoving } from '@/components/ui/use-roving';

export type FacetValue = {
  value: string;
  count: number;
  isOn: boolean;
  /** Had hosts before a filter took them, and keeps its place. */
  isKept?: boolean;
};

/** So many of a long facet are shown at first, and never more than the second at all: hosts name what they like. */
const SHOWN_AT_FIRST = 6;
const SHOWN_AT_MOST = 200;

/** What is said of the values that are not shown. */
const restClass = cva('block min-h-6 py-0.5 pr-4 pl-9 text-small/5 text-ink-3', {
  variants: {
    isButton: {
      true: 'link',
    },
  },
});

type FacetProps = {
  title: string;
  values: readonly FacetValue[];
  /** A list that is short by nature is shown whole. */
  isClosed: boolean;
  labelOf: (value: string) => string;
  glyphOf?: (value: string) => ReactNode;
  onToggle: (value: string) => void;
};

/** What is on, and the most frequent ones. */
function shortList(values: readonly FacetValue[]): readonly FacetValue[] {
  return values.filter(
    ({ count, isOn, isKept }, index) => isOn || ((count > 0 || isKept === true) && index < SHOWN_AT_FIRST),
  );
}

/** One word's values with the hosts that each would show. */
export function Facet({ title, values, isClosed, labelOf, glyphOf, onToggle }: FacetProps) {
  const t = useTranslations('ui.facet');
  const format = useFormatter();
  const id = useId();
  const [isWhole, setWhole] = useState(false);
  const most = values.slice(0, SHOWN_AT_MOST);
  const short = isClosed ? most : shortList(most);
  const shown = isWhole ? most : short;
  const roving = useRoving(
    shown.map(({ value }) => value),
    moveInColumn,
  );
  const on = values.filter(({ isOn }) => isOn).length;
  return (
    <fieldset
      className="min-w-0 border-t border-line py-2 max-columns:break-inside-avoid"
      aria-labelledby={id}
      {...roving.group}
    >
      <h3 id={id} className="flex items-center px-4 py-0.5 text-small/5">
        {title}
        {on > 0 && (
          <span className="ml-auto font-normal text-ink-3">{t('on', { on, all: values.length })}</span>
        )}
      </h3>
      {shown.map(({ value, count, isOn }) => (
        <label
          key={value}
          className={classNames(
            'flex h-6 cursor-pointer items-center gap-1.5 bg-none pr-3.5 pl-4 text-small/5 tracking-tight whitespace-nowrap hover:bg-raised',
            count === 0 && 'text-ink-3',
          )}
          title={labelOf(value)}
        >
          <Checkbox
            checked={isOn}
            onChange={() => onToggle(value)}
            data-rove={value}
            tabIndex={roving.tabIndexOf(value)}
          />
          {glyphOf?.(value)}
          <bdi className="min-w-0 flex-1 truncate">{labelOf(value)}</bdi>{' '}
          <span className="text-ink-3">{format.number(count)}</span>
        </label>
      ))}
      {short.length < most.length && (
        <button type="button" className={restClass({ isButton: true })} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('fewer') : t('more', { count: most.length - short.length })}
        </button>
      )}
      {isWhole && most.length < values.length && (
        <p className={restClass()}>{t('tooMany', { count: values.length - most.length })}</p>
      )}
    </fieldset>
  );
}
