import { expect, it } from 'vitest';
import { LOCALES } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';

it.each(LOCALES)('silence is called in %s by one word, as a state and in the history of a host', (locale) => {
  const { fleet, host } = loadMessages(locale);
  expect(host.timeline.unverified).toBe(fleet.silent);
});
