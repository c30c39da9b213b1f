'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';

/** How many hosts more or fewer than a day ago. */
export function Trend({ change }: { change: number }) {
  const t = useTranslations('fabric');
  return (
    <span className={classNames('trend', change > 0 && 'up')}>
      <Icon name={change > 0 ? 'sortUp' : change < 0 ? 'sortDown' : 'flat'} size={9} />
      <SignedCount count={change} />
      <span className="sr"> {t('thanDayBefore')}</span>
    </span>
  );
}

export function SignedCount({ count }: { count: number }) {
  const format = useFormatter();
  return format.number(count, { signDisplay: 'exceptZero' }).replace('-', '−');
}
