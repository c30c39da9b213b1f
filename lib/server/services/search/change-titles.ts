import { CHANGE_KINDS, type ChangeKind } from '@/lib/domain/change-kinds';
import type { ChangeTexts } from '@/lib/domain/change-words';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';

/** What each kind is called: as a host's timeline has it, where it tells that kind as an event. */
export function titlesOfChanges(lang: Locale): Readonly<Record<ChangeKind, string>> {
  const { host, changeWords } = loadMessages(lang);
  return { ...host.timeline.event, ...changeWords.title };
}

/** The titles, and the other words by which somebody may look for a kind. */
export function textsOfChanges(lang: Locale): ChangeTexts {
  const { any, ignored, further: some } = loadMessages(lang).changeWords;
  const further: Partial<Record<ChangeKind, string>> = some;
  const titles = titlesOfChanges(lang);
  const texts = CHANGE_KINDS.map((kind) => [kind, `${titles[kind]} ${further[kind] ?? ''}`]);
  // Sound: each kind has a text.
  return { any, ignored, ...(Object.fromEntries(texts) as Record<ChangeKind, string>) };
}
