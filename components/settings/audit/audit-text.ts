'use client';

import { useTranslations } from 'next-intl';
import type { AuditEntry } from '@/lib/contracts/audit';
import { visibleText } from '@/lib/util/visible-text';

/** What of the log a reader can ask for by kind: the part of an action before its dot. */
export const AUDIT_ENTITIES = [
  'operator',
  'access',
  'apiToken',
  'enrollmentToken',
  'fabric',
  'host',
  'exception',
  'view',
  'plan',
  'report',
  'reportSchedule',
  'reportKey',
  'framework',
  'audit',
  'change',
  'setting',
  'system',
] as const;

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

/** What of an entry is recorded besides, in words; a name of another version is shown as it is. */
export function useRecordedText() {
  const t = useTranslations('settings.audit');
  const nameOf = (name: string) => {
    const key = `recorded.${name}` as Parameters<typeof t>[0];
    return /^\w+$/.test(name) && t.has(key) ? t(key) : visibleText(name);
  };
  const textOf = (value: unknown) =>
    typeof value === 'boolean' ? t(value ? 'yes' : 'no') : recordedValue(value);
  const pairOf = (name: string, value: unknown) =>
    t('recordedOne', { name: nameOf(name), value: textOf(value) });
  return { nameOf, textOf, pairOf };
}

type RecordedText = Pick<ReturnType<typeof useRecordedText>, 'pairOf'>;

export const recordedValue = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(recordedValue).join(' ')
      : JSON.stringify(value);

/** What an entry recorded besides, on one line. */
export const detailLine = (detail: AuditEntry['detail'], { pairOf }: RecordedText): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => pairOf(name, value))
    .join(', ');
