'use client';

import { cva } from 'class-variance-authority';
import { useFormatter, useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';

const frame = cva('inline-flex items-center gap-1 whitespace-nowrap', {
  variants: { isUp: { true: 'font-semibold' } },
});

const glyph = cva(null, { variants: { isUp: { true: 'text-ink', false: 'text-ink-3' } } });

/** How many hosts more or fewer than a day ago. */
export function Trend({ change }: { change: number }) {
  const t = useTranslations('fabric');
  const isUp = change > 0;
  return (
    <span className={frame({ isUp })}>
      <Icon className={glyph({ isUp })} name={isUp ? 'sortUp' : change < 0 ? 'sortDown' : 'flat'} size={9} />
      <SignedCount count={change} />
      <span className="sr-only"> {t('thanDayBefore')}</span>
    </span>
  );
}

export function SignedCount({ count }: { count: number }) {
  const format = useFormatter();
  return format.number(count, { signDisplay: 'exceptZero' }).replace('-', '−');
}
