'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { rememberTheme, shownTheme, showTheme } from '@/lib/client/preferences';
import type { Theme } from '@/lib/client/theme';

type Save = (theme: Theme) => unknown;

export function switchTheme(save?: Save) {
  const theme = shownTheme() === 'dark' ? 'light' : 'dark';
  showTheme(theme);
  rememberTheme(theme);
  save?.(theme);
}

export function ThemeSwitch({ save }: { save?: Save }) {
  const t = useTranslations('shell');
  return (
    <Button variant="quiet" size="icon" aria-label={t('switchTheme')} onClick={() => switchTheme(save)}>
      <Icon name="theme" />
    </Button>
  );
}
