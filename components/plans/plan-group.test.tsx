import { NextIntlClientProvider } from 'next-intl';
import type { ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { TaskCount } from '@/components/plans/plan-group';
import { loadMessages } from '@/lib/i18n/messages';

const shown = (
  locale: 'en' | 'fr',
  ...states: ComponentProps<typeof TaskCount>['tasks'][number]['state'][]
) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} timeZone="UTC" messages={loadMessages(locale)}>
      <TaskCount tasks={states.map((state) => ({ state }))} />
    </NextIntlClientProvider>,
  ).replace(/<[^>]*>/g, '');

it('says how many tasks of a group are proven, and how many wait, are not needed, came back or are left out', () => {
  expect(shown('en', 'todo', 'proven')).toBe('1 of 2 proven');
  expect(shown('en', 'notNeeded', 'proven')).toBe('1 of 2 proven, 1 no longer needed');
  expect(shown('en', 'done', 'regressed', 'skipped', 'skipped')).toBe(
    '0 of 4 proven, 1 ticked and not proven yet, 1 came back, 2 skipped',
  );
  expect(shown('fr', 'notNeeded', 'notNeeded')).toBe('0 sur 2 prouvées, 2 plus nécessaires');
});
