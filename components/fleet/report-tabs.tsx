'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { VERIFY_ADDRESS } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

const TABS = [
  { path: '/reports', name: 'reports' },
  { path: '/exceptions', name: 'exceptions' },
  { path: VERIFY_ADDRESS, name: 'verifyFile' },
] as const;

/** The pages for auditors, which are one entry of the rail. */
export function ReportTabs({ current }: { current: (typeof TABS)[number]['name'] }) {
  const t = useTranslations('shell');
  const scope = useScope();
  return (
    <nav aria-label={t('reportPages')} className="flex flex-wrap gap-x-5 border-b border-line">
      {TABS.map(({ path, name }) => (
        <Link
          key={name}
          href={inScope(path, scope)}
          aria-current={name === current ? 'page' : undefined}
          className="-mb-px flex h-9 items-center border-b-2 border-transparent font-medium whitespace-nowrap text-ink-2 hover:text-ink aria-[current]:border-ink aria-[current]:font-semibold aria-[current]:text-ink"
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
