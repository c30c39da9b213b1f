'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { rememberTheme, shownTheme, showTheme } from '@/lib/client/preferences';
import type { Theme } from '@/lib/client/theme';

export function ThemeSwitch({ save }: { save?: (theme: Theme) => unknown }) {
  const t = useTranslations('shell');

  function handleSwitch() {
    const theme = shownTheme() === 'dark' ? 'light' : 'dark';
    showTheme(theme);
    rememberTheme(theme);
    save?.(theme);
  }

  return (
    <Button variant="quiet" size="icon" aria-label={t('switchTheme')} onClick={handleSwitch}>
      <Icon name="theme" />
    </Button>
  );
}
