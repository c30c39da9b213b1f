import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { LanguageSwitch } from '@/components/shell/language-switch';
import { ThemeSwitch } from '@/components/shell/theme-switch';
import { Icon } from '@/components/ui/icon';

/** What a person sees who is nobody yet. */
export async function AuthPage({ children }: { children: ReactNode }) {
  const t = await getTranslations('shell');
  return (
    <div className="grid min-h-screen grid-rows-[var(--spacing-bar)_1fr]">
      <header className="z-bar sticky top-0 flex items-center gap-3 border-b border-line bg-surface pr-gutter max-desk:flex-wrap max-desk:content-start max-desk:gap-x-2">
        <span className="flex h-bar items-center pr-3 font-semibold tracking-tight whitespace-nowrap max-tablet:pr-0">
          <Icon name="mark" size={22} className="h-5.5 w-rail max-tablet:w-12" />
          <span className="max-tablet:sr-only">{t('product')}</span>
        </span>
        <div className="ml-auto flex items-center gap-3">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main
        id="main"
        className="grid grid-cols-[minmax(0,auto)] content-start justify-center px-gutter pt-18 pb-8"
      >
        {children}
      </main>
    </div>
  );
}
