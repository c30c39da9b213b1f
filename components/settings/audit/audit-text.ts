'use client';

import { useTranslations } from 'next-intl';
import { useZone } from '@/components/ui/use-zone';
import type { AuditEntry } from '@/lib/contracts/audit';
import { recordedSentence } from '@/lib/contracts/words/recorded-sentences';
import { fullMoment, type Zone } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

/** An action of a later version has no text here: its code says it. */
export function useActionText(): (action: string) => string {
  const t = useTranslations('settings.audit.action');
  return (action) => {
    // The cast is safe: the next line asks first whether there is such a text.
    const key = action as Parameters<typeof t>[0];
    return /^\w+\.\w+$/.test(action) && t.has(key) ? t(key) : action;
  };
}

/** The name of the one who did it. Where the log has no name, the kind of caller stands in its place. */
export function useActorText(): (actor: AuditEntry['actor']) => string {
  const t = useTranslations('settings.audit.actorKind');
  return ({ kind, id, name }) => {
    if (name !== null) return visibleText(name);
    const key = (kind === 'system' ? (id ?? kind) : kind) as Parameters<typeof t>[0];
    return /^\w+$/.test(key) && t.has(key) ? t(key) : visibleText(id ?? kind);
  };
}

export function useKindText(): (kind: string) => string {
  const t = useTranslations('settings.audit.kind');
  return (kind) => {
    const key = kind as Parameters<typeof t>[0];
    return /^\w+$/.test(kind) && t.has(key) ? t(key) : visibleText(kind);
  };
}

/** Times are recorded as RFC 3339 has them. */
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Which words a value is one of: "from" and "to" are states of a task there, and names or owners elsewhere. */
const wordsFor = (action: string, name: string) =>
  action === 'plan.taskSet' && (name === 'from' || name === 'to') ? 'mark' : name;

/** A rhythm and a group of tasks begin with a word, and say after it when, or which one. */
const FIRST_WORD = /^(\w+)(.*)$/s;

/** Where an entry has a sentence of the server's own. What a person writes under the same name stays as it is. */
const SENTENCES: Readonly<Record<string, string>> = {
  'access.denied': 'reason',
  'host.enrollmentRefused': 'reason',
  'report.notMailed': 'detail',
  'reportSchedule.problemNotMailed': 'detail',
  'setting.mailTested': 'said',
};

type Recorded = { action: string; name: string; value: unknown };

/**
 * What of an entry is recorded besides, in words: the name, and the value where it is one of a closed list (the test beside
 * this says which are). What another version recorded is shown as it is.
 */
export function useRecordedText() {
  const t = useTranslations('settings.audit');
  return recordedText(t, useZone());
}

type AuditTexts = ReturnType<typeof useTranslations<'settings.audit'>>;

export function recordedText(t: AuditTexts, zone: Zone) {
  // The casts are safe: each text is asked for only where there is one.
  const textAt = (key: string) => (t.has(key as 'yes') ? t(key as 'yes') : null);
  const nameOf = (name: string) =>
    (/^\w+$/.test(name) ? textAt(`recorded.${name}`) : null) ?? visibleText(name);
  const wordOf = ({ action, name }: Recorded, value: string) => {
    const [, first = '', rest = ''] = FIRST_WORD.exec(value) ?? [];
    const word = first === '' ? null : textAt(`value.${wordsFor(action, name)}.${first}`);
    if (name === 'group') return word;
    if (name === 'rhythm') return word && `${word}${rest}`;
    return rest === '' ? word : null;
  };
  const sentenceOf = ({ action, name }: Recorded, value: string) => {
    const found = SENTENCES[action] === name ? recordedSentence(value) : null;
    return found && t(`sentence.${found.name}`, { action: 'action' in found ? found.action : '' });
  };
  const stringOf = (recorded: Recorded, value: string) =>
    wordOf(recorded, value) ??
    sentenceOf(recorded, value) ??
    (MOMENT.test(value) ? fullMoment(new Date(value), zone) : value);
  const textOf = (recorded: Recorded): string => {
    const { action, name, value } = recorded;
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'string') return stringOf(recorded, value);
    if (Array.isArray(value)) return value.map((one) => textOf({ action, name, value: one })).join(' ');
    return typeof value === 'object' && value !== null
      ? partsOf(action, value).join('; ')
      : String(value ?? '–');
  };
  const pairOf = (recorded: Recorded) =>
    t('recordedOne', { name: nameOf(recorded.name), value: textOf(recorded) });
  const partsOf = (action: string, detail: object) =>
    Object.entries(detail)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => pairOf({ action, name, value }));
  return { nameOf, textOf, partsOf };
}
