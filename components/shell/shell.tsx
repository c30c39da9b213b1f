'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type ComponentProps, memo, type ReactNode, useCallback, useLayoutEffect, useState } from 'react';
import { MayReportProvider } from '@/components/fleet/report-link';
import { AsOfBar } from '@/components/shell/as-of-bar';
import { AwaitedLine, AwaitedPage } from '@/components/shell/awaited';
import { FabricSelector } from '@/components/shell/fabric-selector';
import { FloatingNotice, NotLoaded } from '@/components/shell/floating-notice';
import { FreshnessNotice } from '@/components/shell/freshness-notice';
import { KeptScroll } from '@/components/shell/kept-scroll';
import { LanguageSwitch } from '@/components/shell/language-switch';
import { PageFocus } from '@/components/shell/page-focus';
import { Rail } from '@/components/shell/rail';
import { SearchButton } from '@/components/shell/search/search-button';
import { SearchDialog } from '@/components/shell/search/search-dialog';
import type { ShortcutList } from '@/components/shell/shortcut-list';
import { MomentAbove, ShownMoment } from '@/components/shell/shown-moment';
import { switchTheme, ThemeSwitch } from '@/components/shell/theme-switch';
import { TimeControl } from '@/components/shell/time-control';
import { useFreshness } from '@/components/shell/use-freshness';
import { useLanguageChoice } from '@/components/shell/use-language-choice';
import { useLiveEvents } from '@/components/shell/use-live-events';
import { UserMenu } from '@/components/shell/user-menu';
import { classNames } from '@/components/ui/class-names';
import { onceDialogClosed } from '@/components/ui/dialog';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { PartLink } from '@/components/ui/part-link';
import { SingleKeysProvider } from '@/components/ui/single-keys';
import { useLoaded } from '@/components/ui/use-loaded';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { inScope } from '@/lib/client/scope';
import { leave } from '@/lib/client/session';
import { keepTabFor } from '@/lib/client/tab-owner';
import { useTRPC } from '@/lib/client/trpc';
import { useSectionAddress } from '@/lib/client/use-last-lists';
import { useAddressAt, useScope } from '@/lib/client/use-scope';
import type { Me } from '@/lib/contracts/procedures';
import { mayDo } from '@/lib/domain/permissions';

const MAIN = 'main';
const END = 'end-of-page';

/** A person's own choice: kept with the person, and in force at once. */
function useOwnSingleKeys(operator: Me) {
  const trpc = useTRPC();
  // A paused mutation would say nothing while the browser is offline.
  const options = trpc.operator.setPreferences.mutationOptions({ networkMode: 'always' });
  const { mutate, isError } = useMutation(options);
  const [areOn, setOn] = useState(operator.singleKeys);
  const handleSwitch = useCallback(
    (singleKeys: boolean) => {
      setOn(singleKeys);
      mutate({ singleKeys }, { onError: () => setOn(!singleKeys) });
    },
    [mutate],
  );
  return { areOn, hasFailed: isError, handleSwitch };
}

/** Keeps what a person chose. To keep it twice does no harm, and an answer may be lost. */
const usePreferences = () => useMutation(useTRPC().operator.setPreferences.mutationOptions({ retry: 1 }));

export function Shell({ operator, children }: { operator: Me; children: ReactNode }) {
  const t = useTranslations('shell');
  const [shown, setShown] = useState<'shortcuts' | 'search' | 'signOutFailed' | null>(null);
  const showSearch = useCallback(() => setShown('search'), []);
  const showShortcuts = useCallback(() => setShown('shortcuts'), []);
  const close = () => setShown(null);
  const { areOn, hasFailed, handleSwitch } = useOwnSingleKeys(operator);
  // What is on the page reads and keeps in effects, which all come after those of the layout.
  useLayoutEffect(() => keepTabFor(operator.id), [operator.id]);
  useLiveEvents();
  return (
    <SingleKeysProvider value={areOn}>
      <AwaitedPage>
        <MayReportProvider value={mayDo(operator.role, 'report.make')}>
          {/* Nothing is painted before the page is whole: what came first would move when the rest comes. */}
          <link rel="expect" href={`#${END}`} blocking="render" />
          <AwaitedLine />
          <PageKeys onShowAll={showShortcuts} />
          <PartLink
            className="z-skip absolute -top-10 left-2 rounded-pill bg-ink px-3 py-2 text-invert focus:top-2"
            part={MAIN}
          >
            {t('skip')}
          </PartLink>
          <div className="grid min-h-screen grid-cols-[var(--spacing-rail)_minmax(0,1fr)] grid-rows-[var(--spacing-bar)_1fr] max-named:[--spacing-bar:88px] max-tablet:grid-cols-[minmax(0,1fr)] max-tablet:pb-rail max-tablet:[--spacing-gutter:12px] max-tablet:[--spacing-rail:59px] print:block fr:[--spacing-facets:244px] fr:[--spacing-rail:84px] max-tablet:fr:[--spacing-rail:59px]">
            <TopBar
              operator={operator}
              onSearch={showSearch}
              onShowShortcuts={showShortcuts}
              onSwitchSingleKeys={handleSwitch}
              hasSwitchFailed={hasFailed}
            />
            <SteadyRail />
            <Main>{children}</Main>
          </div>
          {/* Chromium waits for the start of what it expects, and so for an element behind the page. */}
          <span id={END} hidden />
          {shown === 'search' && (
            <Search
              operator={operator}
              onShowShortcuts={showShortcuts}
              onSignOut={() => leave(() => setShown('signOutFailed'))}
              onClose={close}
            />
          )}
          {shown === 'signOutFailed' && <FloatingNotice onClose={close}>{t('signOutFailed')}</FloatingNotice>}
          {shown === 'shortcuts' && (
            <Shortcuts onClose={close} onSwitch={handleSwitch} hasSwitchFailed={hasFailed} />
          )}
          <PageFocus />
          <KeptScroll />
        </MayReportProvider>
      </AwaitedPage>
    </SingleKeysProvider>
  );
}

/** Rarely looked at, and so loaded when it is. */
const loadShortcuts = () => import('@/components/shell/shortcut-list');

function Shortcuts(props: ComponentProps<typeof ShortcutList>) {
  const { part: loaded, hasFailed, retry } = useLoaded(loadShortcuts);
  if (hasFailed) return <NotLoaded retry={retry} onClose={props.onClose} />;
  return loaded && <loaded.ShortcutList {...props} />;
}

type SearchProps = {
  operator: Me;
  onShowShortcuts: () => void;
  onSignOut: () => void;
  onClose: () => void;
};

function Search({ operator, onShowShortcuts, onSignOut, onClose }: SearchProps) {
  const preferences = usePreferences();
  const router = useRouter();
  const { at } = useScope();
  const addressOf = useAddressAt();
  const language = useLocale() === 'fr' ? 'en' : 'fr';
  const chooseLanguage = useLanguageChoice((chosen) => preferences.mutateAsync({ language: chosen }));
  const doing = {
    showShortcuts: onShowShortcuts,
    print: () => onceDialogClosed(() => window.print()),
    signOut: onSignOut,
    switchLanguage: () => void chooseLanguage(language),
    switchTheme: () => switchTheme((theme) => preferences.mutate({ theme })),
    backToLive: at === null ? null : () => router.push(addressOf(null)),
  };
  return <SearchDialog {...{ operator, doing, onClose }} />;
}

/** The keys that work on every page. */
function PageKeys({ onShowAll }: { onShowAll: () => void }) {
  const router = useRouter();
  const addressOf = useSectionAddress();
  const open = (path: string) => router.push(addressOf(path));
  useShortcuts({
    goFabric: () => open('/'),
    goHosts: () => open('/hosts'),
    goRemediation: () => open('/plans'),
    goChanges: () => open('/changes'),
    goReports: () => open('/reports'),
    goExceptions: () => open('/exceptions'),
    goExplain: () => open('/explain'),
    goSettings: () => open('/settings'),
    all: onShowAll,
  });
  return null;
}

function Main({ children }: { children: ReactNode }) {
  const freshness = useFreshness();
  const isUnvouched = freshness.kind === 'stale' && freshness.isPageOld;
  return (
    <main id={MAIN} className={classNames('min-w-0 pb-notice', isUnvouched && 'unvouched')} tabIndex={-1}>
      <MomentAbove />
      <AsOfBar />
      <FreshnessNotice />
      {children}
    </main>
  );
}

type TopBarProps = ComponentProps<typeof UserMenu> & { onSearch: () => void };

/** What is around the page is not drawn anew for a dialog that opens above it. */
const SteadyRail = memo(Rail);
const TopBar = memo(function TopBar({ onSearch, ...menu }: TopBarProps) {
  const t = useTranslations('shell');
  const preferences = usePreferences();
  return (
    <header
      className="z-bar sticky top-0 col-span-full flex items-center gap-3 border-b border-line bg-surface pr-gutter max-named:flex-wrap max-named:content-start max-named:gap-x-2 max-named:gap-y-0 print:hidden"
      data-bar
    >
      <Link
        className="flex h-full items-center pr-3 font-semibold tracking-tight whitespace-nowrap max-named:h-12 max-tablet:pr-0 max-tablet:text-[0px] named:max-[1440px]:fr:pr-0 named:max-[1440px]:fr:text-[0px] [&_svg]:h-5.5 [&_svg]:w-rail max-tablet:[&_svg]:w-12"
        href={inScope('/', useScope())}
      >
        <Icon name="mark" size={22} />
        {t('product')}
      </Link>
      <FabricSelector />
      <SearchButton onOpen={onSearch} />
      <TimeControl />
      <ShownMoment />
      <div className="flex items-center gap-3 max-named:ml-auto max-tablet:gap-1.5">
        <LanguageSwitch save={(language) => preferences.mutateAsync({ language })} />
        <ThemeSwitch save={(theme) => preferences.mutate({ theme })} />
        <UserMenu {...menu} />
      </div>
    </header>
  );
});
