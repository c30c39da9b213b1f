'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

const SECTIONS = [
  { path: '/', name: 'fabric', also: [] },
  { path: '/hosts', name: 'hosts', also: [] },
  { path: '/remediation', name: 'remediation', also: ['/plans', '/secure-boot'] },
  { path: '/changes', name: 'changes', also: ['/waves'] },
  { path: '/reports', name: 'reports', also: ['/exceptions'] },
  { path: '/explain', name: 'explain', also: [] },
] as const;

const SETTINGS = { path: '/settings', name: 'settings', also: [] } as const;

type Section = (typeof SECTIONS)[number] | typeof SETTINGS;

export function Rail() {
  const t = useTranslations('shell');
  const shown = usePathname();
  const scope = useScope();
  const isBelow = (path: string) => (path === '/' ? shown === '/' : shown.startsWith(path));
  const linkTo = ({ path, name, also, className }: Section & { className?: string }) => (
    <Link
      key={path}
      className={className}
      href={inScope(path, scope)}
      aria-current={[path, ...also].some(isBelow) ? 'page' : undefined}
    >
      <Icon name={name} size={18} />
      {t(name)}
    </Link>
  );
  return (
    <nav className="rail print:hidden" aria-label={t('sections')}>
      {SECTIONS.map((section) => linkTo(section))}
      {/* A phone has no room for a seventh: there the account's menu leads to it. */}
      {linkTo({ ...SETTINGS, className: 'mt-auto max-tablet:hidden' })}
    </nav>
  );
}
