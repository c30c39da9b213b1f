'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { AsOfBar } from '@/components/shell/as-of-bar';
import { FabricSelector } from '@/components/shell/fabric-selector';
import { HostSearch } from '@/components/shell/host-search';
import { LanguageSwitch } from '@/components/shell/language-switch';
import { PageFocus } from '@/components/shell/page-focus';
import { Rail } from '@/components/shell/rail';
import { ShortcutList } from '@/components/shell/shortcut-list';
import { ThemeSwitch } from '@/components/shell/theme-switch';
import { TimeControl } from '@/components/shell/time-control';
import { useAt } from '@/components/shell/use-at';
import { UserMenu } from '@/components/shell/user-menu';
import { Icon } from '@/components/ui/icon';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { addressAt } from '@/lib/client/time-address';
import { useTRPC } from '@/lib/client/trpc';
import type { Me } from '@/lib/contracts/procedures';

export function Shell({ operator, children }: { operator: Me; children: ReactNode }) {
  const t = useTranslations('shell');
  const [areShortcutsShown, setShortcutsShown] = useState(false);
  const router = useRouter();
  const at = useAt();
  const open = (path: string) => router.push(addressAt(path, new URLSearchParams(), at));
  useShortcuts([
    { keys: ['g', 'f'], run: () => open('/') },
    { keys: ['g', 'h'], run: () => open('/hosts') },
    { keys: ['g', 'r'], run: () => open('/remediation') },
    { keys: ['g', 'c'], run: () => open('/changes') },
    { keys: ['g', 'e'], run: () => open('/explain') },
    { keys: ['?'], run: () => setShortcutsShown(true) },
  ]);

  return (
    <>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <div className="app">
        <TopBar operator={operator} onShowShortcuts={() => setShortcutsShown(true)} />
        <Rail />
        <main id="main" className="min-w-0" tabIndex={-1}>
          <AsOfBar />
          {children}
        </main>
      </div>
      <ShortcutList isOpen={areShortcutsShown} onOpenChange={setShortcutsShown} />
      <PageFocus />
    </>
  );
}

function TopBar({ operator, onShowShortcuts }: { operator: Me; onShowShortcuts: () => void }) {
  const t = useTranslations('shell');
  const trpc = useTRPC();
  const preferences = useMutation(trpc.operator.setPreferences.mutationOptions());
  return (
    <header className="top">
      <Link className="brand" href={addressAt('/', new URLSearchParams(), useAt())}>
        <Icon name="mark" size={22} />
        {t('product')}
      </Link>
      <FabricSelector />
      <HostSearch />
      <TimeControl />
      <div className="end">
        <LanguageSwitch save={(language) => preferences.mutateAsync({ language })} />
        <ThemeSwitch save={(theme) => preferences.mutate({ theme })} />
        <UserMenu operator={operator} onShowShortcuts={onShowShortcuts} />
      </div>
    </header>
  );
}
