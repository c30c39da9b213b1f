import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';
import { VERIFY_ADDRESS } from '@/lib/client/report-address';

export function VerifyNote() {
  const t = useTranslations('reports');
  const link = (words: ReactNode) => (
    <Link className="underline" href={VERIFY_ADDRESS}>
      {words}
    </Link>
  );
  return <p className="text-small text-ink-3">{t.rich('signed', { link })}</p>;
}
