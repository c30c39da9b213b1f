export const AUDIT_FILTER_WORDS = ['since', 'until', 'actor', 'action', 'subject'] as const;
export const AUDIT_WORDS = [...AUDIT_FILTER_WORDS, 'cursor', 'limit'] as const;
export const AUDIT_DEFAULT_LIMIT = 100;

export const AUDIT_EXPORT_FORMATS = ['csv', 'json'] as const;
export type AuditExportFormat = (typeof AUDIT_EXPORT_FORMATS)[number];

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

/** An action, or the kind of all of them; what an action of a known kind is called may come with a later version. */
export const isOfKnownKind = (action: string): boolean =>
  AUDIT_ENTITIES.some((kind) => kind === action.split('.')[0]);

/** Who acts besides a person and a token that are named. */
export const AUDIT_ACTOR_KINDS = [
  'operator',
  'apiToken',
  'host',
  'anonymous',
  'system',
  'start',
  'job',
  'cli',
] as const;
