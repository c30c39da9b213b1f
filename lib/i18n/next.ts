import { cookies } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { loadMessages } from '@/lib/i18n/messages';
import { knownTimeZone, TIME_ZONE_COOKIE } from '@/lib/i18n/time-zone';
import { requestLocale } from '@/lib/server/auth/session';

export default getRequestConfig(async () => {
  // First, so that a build knows this page as dynamic before it looks for a request.
  const jar = await cookies();
  const locale = requestLocale();
  return {
    locale,
    messages: loadMessages(locale),
    timeZone: knownTimeZone(jar.get(TIME_ZONE_COOKIE)?.value),
  };
});
