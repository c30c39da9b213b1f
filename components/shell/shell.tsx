'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { MayReportProvider } from '@/components/fleet/report-link';
import { AsOfBar } from '@/components/shell/as-of-bar';
import { FabricSelector } from '@/components/shell/fabric-selector';
import { FreshnessNotice } from '@/components/shell/freshness-notice';
import { HostSearch } from '@/components/shell/host-search';
import { LanguageSwitch } from '@/components/shell/language-switch';
import { PageFocus } from '@/components/shell/page-focus';
import { Rail } from '@/components/shell/rail';
import { ShortcutList } from '@/components/shell/shortcut-list';
import { ThemeSwitch } from '@/components/shell/theme-switch';
import { TimeControl } from '@/components/shell/time-control';
import { useFreshness } from '@/components/shell/use-freshness';
import { useLiveEvents } from '@/components/shell/use-live-events';
import { UserMenu } from '@/components/shell/user-menu';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { PartLink } from '@/components/ui/part-link';
import { SingleKeysProvider } from '@/components/ui/single-keys';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import type { Me } from '@/lib/contracts/procedures';
import { mayDo } from '@/lib/domain/permissions';

const MAIN = 'main';

/** A person's own choice: kept with the person, and in force at once. */
function useOwnSingleKeys(operator: Me) {
  const trpc = useTRPC();
  // A paused mutation would say nothing while the browser is offline.
  const options = trpc.operator.setPreferences.mutationOptions({ networkMode: 'always' });
  const { mutate, isError } = useMutation(options);
  const [areOn, setOn] = useState(operator.singleKeys);
  function handleSwitch(singleKeys: boolean) {
    setOn(singleKeys);
    mutate({ singleKeys }, { onError: () => setOn(!singleKeys) });
  }
  return { areOn, hasFailed: isError, handleSwitch };
}

export function Shell({ operator, children }: { operator: Me; children: ReactNode }) {
  const t = useTranslations('shell');
  const [areShortcutsShown, setShortcutsShown] = useState(false);
  const { areOn, hasFailed, handleSwitch } = useOwnSingleKeys(operator);
  useLiveEvents();
  return (
    <SingleKeysProvider value={areOn}>
      <MayReportProvider value={mayDo(operator.role, 'report.make')}>
        <PageKeys onShowAll={() => setShortcutsShown(true)} />
        <PartLink className="skip" part={MAIN}>
          {t('skip')}
        </PartLink>
        <div className="app">
          <TopBar
            operator={operator}
            onShowShortcuts={() => setShortcutsShown(true)}
            onSwitchSingleKeys={handleSwitch}
            hasSwitchFailed={hasFailed}
          />
          <Rail />
          <Main>{children}</Main>
        </div>
        <ShortcutList
          isOpen={areShortcutsShown}
          onOpenChange={setShortcutsShown}
          onSwitch={handleSwitch}
          hasSwitchFailed={hasFailed}
        />
        <PageFocus />
      </MayReportProvider>
    </SingleKeysProvider>
  );
}

/** The keys that work on every page. */
function PageKeys({ onShowAll }: { onShowAll: () => void }) {
  const router = useRouter();
  const scope = useScope();
  const open = (path: string) => router.push(inScope(path, scope));
  useShortcuts([
    { keys: ['g', 'f'], run: () => open('/') },
    { keys: ['g', 'h'], run: () => open('/hosts') },
    { keys: ['g', 'r'], run: () => open('/remediation') },
    { keys: ['g', 'c'], run: () => open('/changes') },
    { keys: ['g', 'p'], run: () => open('/reports') },
    { keys: ['g', 'x'], run: () => open('/exceptions') },
    { keys: ['g', 'e'], run: () => open('/explain') },
    { keys: ['g', 's'], run: () => open('/settings') },
    { keys: ['?'], run: onShowAll },
  ]);
  return null;
}

function Main({ children }: { children: ReactNode }) {
  const freshness = useFreshness();
  const isUnvouched = freshness.kind === 'stale' && freshness.isUnvouched;
  return (
    <main id={MAIN} className={classNames('min-w-0', isUnvouched && 'unvouched')} tabIndex={-1}>
      <AsOfBar />
      <FreshnessNotice />
      {children}
    </main>
  );
}

function TopBar(menu: ComponentProps<typeof UserMenu>) {
  const t = useTranslations('shell');
  const trpc = useTRPC();
  const preferences = useMutation(trpc.operator.setPreferences.mutationOptions());
  return (
    <header className="top">
      <Link className="brand" href={inScope('/', useScope())}>
        <Icon name="mark" size={22} />
        {t('product')}
      </Link>
      <FabricSelector />
      <HostSearch />
      <TimeControl />
      <div className="end">
        <LanguageSwitch save={(language) => preferences.mutateAsync({ language })} />
        <ThemeSwitch save={(theme) => preferences.mutate({ theme })} />
        <UserMenu {...menu} />
      </div>
    </header>
  );
}
