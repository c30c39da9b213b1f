'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

const SECTIONS = [
  { path: '/', name: 'fabric', also: [] },
  { path: '/hosts', name: 'hosts', also: [] },
  { path: '/remediation', name: 'remediation', also: [] },
  { path: '/changes', name: 'changes', also: [] },
  { path: '/reports', name: 'reports', also: ['/exceptions'] },
  { path: '/explain', name: 'explain', also: [] },
] as const;

export function Rail() {
  const t = useTranslations('shell');
  const shown = usePathname();
  const scope = useScope();
  const isBelow = (path: string) => (path === '/' ? shown === '/' : shown.startsWith(path));
  return (
    <nav className="rail" aria-label={t('sections')}>
      {SECTIONS.map(({ path, name, also }) => (
        <Link
          key={path}
          href={inScope(path, scope)}
          aria-current={[path, ...also].some(isBelow) ? 'page' : undefined}
        >
          <Icon name={name} size={18} />
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
