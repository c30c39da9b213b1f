import { NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { messagesWith } from '@/lib/i18n/message-sets';
import { currentOperator } from '@/lib/server/auth/session';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const operator = currentOperator();
  // The page itself leads to sign-in.
  if (operator === null) return children;
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'schedules', 'settings')}>
      <SettingsFrame role={operator.role}>{children}</SettingsFrame>
    </NextIntlClientProvider>
  );
}
