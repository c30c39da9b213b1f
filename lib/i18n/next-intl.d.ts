import type { Locale } from '@/lib/i18n/locales';
import type { Messages } from '@/lib/i18n/messages';

declare module 'next-intl' {
  // next-intl merges its settings into this interface, so it cannot be a type.
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
