'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { moveInColumn, useRoving } from '@/components/ui/use-roving';

export type FacetValue = { value: string; count: number; isOn: boolean };

/** So many of a long facet are shown at first, and never more than the second at all: hosts name what they like. */
const SHOWN_AT_FIRST = 6;
const SHOWN_AT_MOST = 200;

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
  return values.filter(({ count, isOn }, index) => isOn || (count > 0 && index < SHOWN_AT_FIRST));
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
    <fieldset className="facet" aria-labelledby={id} {...roving.group}>
      <h3 id={id}>
        {title}
        {on > 0 && <span className="on">{t('on', { on, all: values.length })}</span>}
      </h3>
      {shown.map(({ value, count, isOn }) => (
        <label key={value} className={classNames(count === 0 && 'zero')} title={labelOf(value)}>
          <input
            className="check"
            type="checkbox"
            checked={isOn}
            onChange={() => onToggle(value)}
            data-rove={value}
            tabIndex={roving.tabIndexOf(value)}
          />
          {glyphOf?.(value)}
          <bdi className="l">{labelOf(value)}</bdi> <span className="n">{format.number(count)}</span>
        </label>
      ))}
      {short.length < most.length && (
        <button type="button" className="more-values link" onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('fewer') : t('more', { count: most.length - short.length })}
        </button>
      )}
      {isWhole && most.length < values.length && (
        <p className="more-values">{t('tooMany', { count: values.length - most.length })}</p>
      )}
    </fieldset>
  );
}
