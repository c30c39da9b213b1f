import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Dash } from '@/components/ui/dash';

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  const t = useTranslations('hosts.peek');
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children || <Dash says={t('none')} />}</dd>
    </>
  );
}
