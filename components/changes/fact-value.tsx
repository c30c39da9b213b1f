'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { StatePill } from '@/components/fleet/state-pill';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { useValueText } from '@/components/fleet/value-text';
import { ForeignText } from '@/components/ui/foreign-text';
import type { ChangeGroup } from '@/lib/contracts/compare';
import { isState, type State } from '@/lib/domain/vocabulary';

type FactValueProps = {
  fact: ChangeGroup['facts'][number]['fact'];
  /** Null: the host was not in the fleet. */
  values: readonly string[] | null;
  /** HGS's last word of a silent host. */
  lastStatus: ChangeGroup['lastStatus']['before'];
  /** What it is at the later time. */
  isNewer?: boolean;
};

const valueClass = cva(null, {
  variants: {
    isNewer: { true: 'font-semibold text-ink', false: 'text-ink-3 in-data-weighty:text-ink-2' },
    isVersion: { true: 'font-mono text-code' },
  },
});

/** One fact at one of the times: what it was is quiet, what it is stands out. */
export function FactValue({ fact, values, lastStatus, isNewer = false }: FactValueProps) {
  const t = useTranslations('compare');
  const textOf = useValueText();
  if (values === null) return <span className={valueClass({ isNewer: false })}>{t('notThere')}</span>;
  const [first] = values;
  if (first === undefined) return <span className={valueClass({ isNewer })}>{t('nothing', { fact })}</span>;
  if (fact === 'state' && isState(first)) return <StateValue state={first} {...{ lastStatus, isNewer }} />;
  const text = values.map((value) => textOf(fact, value)).join(', ');
  return (
    <ForeignText
      className={valueClass({ isNewer, isVersion: fact === 'firmwareVersion' })}
      text={text}
      breaksBetweenWords
    />
  );
}

type StateValueProps = { state: State } & Required<Pick<FactValueProps, 'lastStatus' | 'isNewer'>>;

function StateValue({ state, lastStatus, isNewer }: StateValueProps) {
  if (state === 'Silent') return <StatePill state={state} lastStatus={lastStatus} mayWrap />;
  return (
    <span
      className={valueClass({ isNewer, className: ['inline-flex items-start gap-1.5', STATE_CLASS[state]] })}
    >
      <StateGlyph className="mt-0.5 text-state" state={state} size={14} />
      <ForeignText text={state} breaksBetweenWords />
    </span>
  );
}
