'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

const SECTIONS = [
  { path: '/', name: 'fabric' },
  { path: '/hosts', name: 'hosts' },
  { path: '/remediation', name: 'remediation' },
  { path: '/changes', name: 'changes' },
  { path: '/exceptions', name: 'exceptions' },
  { path: '/explain', name: 'explain' },
] as const;

export function Rail() {
  const t = useTranslations('shell');
  const shown = usePathname();
  const scope = useScope();
  const isCurrent = (path: string) => (path === '/' ? shown === '/' : shown.startsWith(path));
  return (
    <nav className="rail" aria-label={t('sections')}>
      {SECTIONS.map(({ path, name }) => (
        <Link key={path} href={inScope(path, scope)} aria-current={isCurrent(path) ? 'page' : undefined}>
          <Icon name={name} size={18} />
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
