import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { LanguageSwitch } from '@/components/shell/language-switch';
import { ThemeSwitch } from '@/components/shell/theme-switch';
import { Icon } from '@/components/ui/icon';

/** What a person sees who is nobody yet. */
export async function AuthPage({ children }: { children: ReactNode }) {
  const t = await getTranslations('shell');
  return (
    <div className="auth">
      <header className="top">
        <span className="brand">
          <Icon name="mark" size={22} />
          {t('product')}
        </span>
        <div className="end">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main id="main" className="auth-main">
        {children}
      </main>
    </div>
  );
}
