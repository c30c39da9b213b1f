import './globals.css';

import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { fontVariables } from '@/app/fonts';
import { Providers } from '@/components/shell/providers';
import { TimeZoneSync } from '@/components/shell/time-zone-sync';
import { classNames } from '@/components/ui/class-names';
import { knownTheme, THEME_COOKIE } from '@/lib/client/theme';
import { commonMessages } from '@/lib/i18n/message-sets';
import { currentOperator } from '@/lib/server/auth/session';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell');
  return { title: t('product'), referrer: 'same-origin', robots: { index: false, follow: false } };
}

/** The notice has the end of the window, and a phone's rail too: what has focus, and the end of the page, stand above it. */
const NOTICE_ROOM = 'scroll-pb-notice max-tablet:scroll-pb-[calc(var(--spacing-notice)+59px)]';

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const theme = currentOperator()?.theme ?? knownTheme(jar.get(THEME_COOKIE)?.value);
  return (
    <html
      lang={await getLocale()}
      className={classNames(fontVariables, NOTICE_ROOM)}
      data-theme={theme ?? undefined}
      suppressHydrationWarning
    >
      {/* Paper is white. */}
      <body className="print:bg-surface">
        <NextIntlClientProvider messages={commonMessages(await getMessages())}>
          <TimeZoneSync />
          <Providers>{children}</Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
