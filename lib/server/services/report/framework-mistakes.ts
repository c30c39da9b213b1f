import { createTranslator } from 'next-intl';
import type { FrameworkMistake } from '@/lib/contracts/framework-file';
import { CONTROL_RELATIONS } from '@/lib/domain/report/controls';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';

/** Words that sentences about all mistakes use. */
const [supports, partOf] = CONTROL_RELATIONS;
const NAMED = { supports, partOf, shape: '{ "en": …, "fr": … }' };

/** Each mistake in a framework file on its own line, with its place. */
export function mistakeLines(mistakes: readonly FrameworkMistake[], locale: Locale): string {
  const t = createTranslator({
    locale,
    messages: loadMessages(locale),
    namespace: 'settings.frameworks.mistake',
  });
  const entryText = ({ number, control }: { number: number; control: string | null }) =>
    control === null ? t('entry', { number }) : t('entryOf', { number, control });
  return mistakes
    .map(({ place, code, words }) => {
      // Sound: a mistake has the words that its sentence uses.
      const said = t(code, { ...NAMED, ...words } as never);
      const where = place === null ? [] : [...(place.entry ? [entryText(place.entry)] : []), place.member];
      const named = where.filter((part) => part !== '').join(', ');
      return named === '' ? said : t('at', { place: named, said });
    })
    .join('\n');
}
