/** Why an administrator may have to do something about the record of a host. */
export const HOST_RECORD_KINDS = ['locked', 'duplicate', 'reenrollAllowed', 'retired'] as const;
export type HostRecordKind = (typeof HOST_RECORD_KINDS)[number];
