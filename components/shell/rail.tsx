'use client';

import { cva } from 'class-variance-authority';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { useSectionAddress } from '@/lib/client/use-last-lists';

/** Each is as wide on a phone as its name, which a sixth of it is not; French names are as narrow there as can be read. */
const linkClass = cva(
  'flex flex-col items-center gap-1 rounded-panel pt-2 pb-1.5 text-micro font-medium tracking-snug text-ink-3 hover:bg-raised hover:text-ink aria-[current]:bg-sunken aria-[current]:font-semibold aria-[current]:text-ink max-tablet:flex-auto max-tablet:fr:tracking-[-0.035em]',
);

export function Rail() {
  const t = useTranslations('shell');
  const shown = usePathname();
  const addressOf = useSectionAddress();
  const isBelow = (path: string) => (path === '/' ? shown === '/' : shown.startsWith(path));
  const linkTo = ({ path, name, also, className }: Section & { className?: string }) => (
    <Link
      key={path}
      className={linkClass({ className })}
      href={addressOf(path)}
      aria-current={[path, ...also].some(isBelow) ? 'page' : undefined}
    >
      <Icon name={name} size={18} />
      {t(name)}
    </Link>
  );
  return (
    <nav
      className="max-tablet:z-bar sticky top-bar flex h-[calc(100vh-var(--spacing-bar))] flex-col gap-0.5 border-r border-line bg-surface px-0.5 py-2 max-tablet:fixed max-tablet:inset-x-0 max-tablet:top-auto max-tablet:bottom-0 max-tablet:h-auto max-tablet:min-h-rail max-tablet:flex-row max-tablet:border-t max-tablet:border-r-0 max-tablet:p-1 print:hidden max-tablet:fr:px-0.5"
      aria-label={t('sections')}
    >
      {SECTIONS.map((section) => linkTo(section))}
      {/* A phone has no room for a seventh: there the account's menu leads to it. */}
      {linkTo({ ...SETTINGS, className: 'mt-auto max-tablet:hidden' })}
    </nav>
  );
}

/** The parts of the console, as the rail has them. */
const SECTIONS = [
  { path: '/', name: 'fabric', also: [] },
  { path: '/hosts', name: 'hosts', also: [] },
  { path: '/plans', name: 'remediation', also: ['/remediation', '/secure-boot'] },
  { path: '/changes', name: 'changes', also: ['/waves'] },
  { path: '/reports', name: 'reports', also: ['/exceptions'] },
  { path: '/explain', name: 'explain', also: [] },
] as const;

const SETTINGS = { path: '/settings', name: 'settings', also: [] } as const;

type Section = (typeof SECTIONS)[number] | typeof SETTINGS;
