import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** What there is none of, or is not known, is a dash, and says so. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  const t = useTranslations('hosts.peek');
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">
        {children || (
          <span className="text-ink-3">
            <span aria-hidden="true">–</span>
            <span className="sr-only">{t('none')}</span>
          </span>
        )}
      </dd>
    </>
  );
}
