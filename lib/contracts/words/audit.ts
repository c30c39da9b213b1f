export const AUDIT_FILTER_WORDS = ['since', 'until', 'actor', 'action', 'subject'] as const;
export const AUDIT_WORDS = [...AUDIT_FILTER_WORDS, 'cursor', 'limit'] as const;
export const AUDIT_DEFAULT_LIMIT = 100;

export const AUDIT_EXPORT_FORMATS = ['csv', 'json'] as const;
export type AuditExportFormat = (typeof AUDIT_EXPORT_FORMATS)[number];
