'use client';

import { cva } from 'class-variance-authority';
import { useFormatter, useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { type FacetValue, SHOWN_AT_MOST, shortList } from '@/components/table/facet-value';
import { Checkbox } from '@/components/ui/checkbox';
import { classNames } from '@/components/ui/class-names';
import { useKeyNames } from '@/components/ui/keys';
import { SHORTCUTS } from '@/components/ui/shortcuts';
import { moveInColumn, useRoving } from '@/components/ui/use-roving';

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
  /** "Is not", where that can be asked. */
  onExclude?: (value: string) => void;
};

/** One word's values with the hosts that each would show. */
export function Facet({ title, values, isClosed, labelOf, glyphOf, onToggle, onExclude }: FacetProps) {
  const t = useTranslations('ui.facet');
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
      {shown.map((listed) => (
        <Value
          key={listed.value}
          {...{ listed, onToggle, onExclude }}
          label={labelOf(listed.value)}
          glyph={glyphOf?.(listed.value)}
          tabIndex={roving.tabIndexOf(listed.value)}
        />
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

type ValueProps = Pick<FacetProps, 'onToggle' | 'onExclude'> & {
  listed: FacetValue;
  label: string;
  glyph: ReactNode;
  tabIndex: number;
};

/**
 * "Is not" shows where the pointer or focus is, in the padding after the count; what is clicked begins before it. A finger
 * points nowhere before it touches: it has the sign always there, in a place of its own.
 */
const notClass = cva(
  'absolute top-0 right-0 h-6 w-6 cursor-pointer bg-none pr-0.5 text-right text-small/6 text-ink-2 hover:text-ink pointer-coarse:w-10 pointer-coarse:pr-4',
  {
    variants: {
      isExcluded: {
        true: 'font-semibold text-ink',
        false:
          'opacity-0 group-focus-within/value:opacity-100 group-hover/value:opacity-100 pointer-coarse:opacity-100',
      },
    },
  },
);

function Value({
  listed: { value, count, isOn, isExcluded = false },
  label,
  glyph,
  tabIndex,
  onToggle,
  onExclude,
}: ValueProps) {
  const t = useTranslations('ui.facet');
  const format = useFormatter();
  const keys = useKeyNames('exclude').join(' + ');

  function handleKeyDown(event: KeyboardEvent) {
    if (onExclude === undefined || !event.shiftKey || event.key !== 'Enter') return;
    event.preventDefault();
    onExclude(value);
  }

  return (
    <div className="group/value relative hover:bg-raised">
      <label
        className={classNames(
          'flex h-6 cursor-pointer items-center gap-1.5 bg-none pr-3.5 pl-4 text-small/5 tracking-tight whitespace-nowrap pointer-coarse:pr-10',
          count === 0 && 'text-ink-3',
        )}
        title={label}
      >
        <Checkbox
          checked={isOn}
          onChange={() => onToggle(value)}
          onKeyDown={handleKeyDown}
          aria-keyshortcuts={onExclude && SHORTCUTS.exclude.join('+')}
          data-rove={value}
          tabIndex={tabIndex}
        />
        {glyph}
        <bdi className={classNames('min-w-0 flex-1 truncate', isExcluded && 'line-through')}>{label}</bdi>{' '}
        {/* Drawn anew: a number on the right that loses digits in place counts as moved. */}
        <span key={count} className="text-ink-3">
          {format.number(count)}
        </span>
        {isExcluded && <span className="sr-only"> {t('excluded')}</span>}
      </label>
      {onExclude !== undefined && (
        // Its key is Shift with Enter on the value: the facet stays one stop of Tab.
        <button
          type="button"
          tabIndex={-1}
          className={notClass({ isExcluded })}
          aria-pressed={isExcluded}
          data-sign
          aria-label={t('isNot', { value: label })}
          title={t('isNotByKey', { value: label, keys })}
          onClick={() => onExclude(value)}
        >
          ≠
        </button>
      )}
    </div>
  );
}
