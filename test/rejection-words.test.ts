import { expect, it } from 'vitest';
import { REJECTION_CODES } from '@/lib/contracts/agent';
import { LOCALES } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';
import { HOST_LOCKED } from '@/lib/server/errors';

/** A body that is refused whole is noted with the code of its refusal. */
const CODES = [...REJECTION_CODES, HOST_LOCKED, 'invalid_json', 'invalid_envelope'];

it.each(LOCALES)('screens say in words why a snapshot was rejected, in %s', (locale) => {
  const { rejected } = loadMessages(locale).changes.sub;
  expect(Object.keys(rejected).sort()).toEqual(CODES.toSorted());
});
