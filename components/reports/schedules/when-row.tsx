'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { FormRow } from '@/components/reports/form-row';
import { Link } from '@/components/ui/link';
import { type NewReport, newReportAddress } from '@/lib/client/new-report-address';
import { newScheduleAddress } from '@/lib/client/schedule-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

const part = cva(
  'flex h-6.5 items-center rounded-pill border border-transparent px-2.5 text-small font-medium whitespace-nowrap text-ink-2 hover:text-ink aria-[current]:border-line-2 aria-[current]:bg-segment-on aria-[current]:font-semibold aria-[current]:text-ink',
);

/** One report now, or one at each date: two forms that hand on what was chosen. */
export function WhenRow({ current, asked }: { current: 'once' | 'onSchedule'; asked: Partial<NewReport> }) {
  const t = useTranslations('schedules.form');
  const scope = useScope();
  const parts = [
    { name: 'once', href: newReportAddress(asked) },
    { name: 'onSchedule', href: newScheduleAddress(asked) },
  ] as const;
  return (
    <FormRow title={t('when')}>
      <nav
        aria-label={t('when')}
        className="inline-flex max-w-full flex-wrap rounded-panel border border-line-2 bg-raised p-0.5"
      >
        {parts.map(({ name, href }) => (
          <Link
            key={name}
            href={inScope(href, scope)}
            aria-current={name === current ? 'page' : undefined}
            className={part()}
          >
            {t(name)}
          </Link>
        ))}
      </nav>
    </FormRow>
  );
}
