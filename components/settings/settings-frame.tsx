'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from '@/components/ui/link';
import { inScope } from '@/lib/client/scope';
import { mayOpen, SETTINGS_GROUPS } from '@/lib/client/settings-address';
import { useScope } from '@/lib/client/use-scope';
import type { Role } from '@/lib/domain/roles';

/** The pages of Settings beside the one that is open; in a narrow window one line of them above it. */
export function SettingsFrame({ role, children }: { role: Role; children: ReactNode }) {
  const t = useTranslations('settings');
  const line = useShownInLine();
  const groups = SETTINGS_GROUPS.map(({ name, pages }) => ({
    name,
    pages: pages.filter((page) => mayOpen(role, page)),
  })).filter(({ pages }) => pages.length > 0);
  return (
    <div className="min-h-full desk:grid desk:grid-cols-[224px_minmax(0,1fr)]">
      <nav
        ref={line}
        aria-label={t('pages')}
        className="border-line bg-surface max-desk:flex max-desk:gap-1 max-desk:overflow-x-auto max-desk:border-b max-desk:px-gutter max-desk:py-1.5 desk:sticky desk:top-bar desk:h-[calc(100vh-var(--spacing-bar))] desk:overflow-y-auto desk:border-r desk:px-2 desk:py-5"
      >
        <p className="px-3 pb-1 font-semibold max-desk:hidden">{t('title')}</p>
        {groups.map(({ name, pages }) => (
          <div key={name} className="max-desk:contents">
            <p className="px-3 pt-3.5 pb-1 text-micro font-medium text-ink-3 max-desk:hidden">
              {t(`group.${name}`)}
            </p>
            {pages.map((page) => (
              <PageLink key={page.name} path={page.path}>
                {t(`section.${page.name}`)}
              </PageLink>
            ))}
          </div>
        ))}
      </nav>
      {children}
    </div>
  );
}

/** Where the pages are one line that scrolls, the one that is open is within sight. */
function useShownInLine() {
  const line = useRef<HTMLElement>(null);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another place in the line.
  useEffect(() => {
    const within = line.current?.getBoundingClientRect();
    const link = line.current?.querySelector('[aria-current]')?.getBoundingClientRect();
    if (!within || !link) return;
    line.current?.scrollBy({ left: link.left - within.left - (within.width - link.width) / 2 });
  }, [path]);
  return line;
}

function PageLink({ path, children }: { path: string; children: string }) {
  const isShown = usePathname().startsWith(path);
  return (
    <Link
      href={inScope(path, useScope())}
      aria-current={isShown ? 'page' : undefined}
      className="flex h-8 items-center rounded-panel bg-none px-3 whitespace-nowrap text-ink-2 hover:bg-raised hover:text-ink aria-[current]:bg-sunken aria-[current]:font-semibold aria-[current]:text-ink"
    >
      {children}
    </Link>
  );
}
