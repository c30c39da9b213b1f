'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useAt } from '@/components/shell/use-at';
import { Icon } from '@/components/ui/icon';
import { addressAt } from '@/lib/client/time-address';

const SECTIONS = [
  { path: '/', name: 'fabric' },
  { path: '/hosts', name: 'hosts' },
  { path: '/remediation', name: 'remediation' },
  { path: '/changes', name: 'changes' },
  { path: '/explain', name: 'explain' },
] as const;

export function Rail() {
  const t = useTranslations('shell');
  const shown = usePathname();
  const at = useAt();
  const isCurrent = (path: string) => (path === '/' ? shown === '/' : shown.startsWith(path));
  return (
    <nav className="rail" aria-label={t('sections')}>
      {SECTIONS.map(({ path, name }) => (
        <Link
          key={path}
          href={addressAt(path, new URLSearchParams(), at)}
          aria-current={isCurrent(path) ? 'page' : undefined}
        >
          <Icon name={name} size={18} />
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
