import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { errorTextIn } from '@/components/fleet/error-text';
import errors from '@/lib/i18n/messages/en/errors.json';

const errorText = errorTextIn(createTranslator({ locale: 'en', messages: { errors }, namespace: 'errors' }));
const refused = (code: string, pointer?: string) => ({ data: { code, pointer } });
const fallback = 'Nothing was done.';

it('says that a change without an answer may have been carried out, and of what only reads that it failed', () => {
  const lost = new TypeError('Failed to fetch');
  expect(errorText(lost, { fallback })).toBe(errors.unanswered);
  expect(errorText(lost, { fallback, isRead: true })).toBe(fallback);
  expect(errorText(refused('internal_error'), { fallback })).toBe(fallback);
});

it('tells what was refused by its code and place', () => {
  const own = { fallback, conflict: 'The name is taken.', texts: { '/title': 'Title' } };
  expect(errorText(refused('name_taken'), own)).toBe(own.conflict);
  expect(errorText(refused('conflict'), { fallback })).toBe(fallback);
  expect(errorText(refused('invalid_value', '/title'), own)).toContain('“Title”');
  expect(errorText(refused('invalid_value', '/other'), own)).toBe(fallback);
  expect(errorText(refused('forbidden'), own)).toBe(errors.forbidden);
  expect(errorText(refused('unavailable'), own)).toBe(errors.unavailable);
  expect(errorText(refused('already_created'), own)).toBe(errors.alreadyCreated);
});
