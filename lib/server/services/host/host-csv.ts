import { HOST_FIELDS } from '@/lib/contracts/fleet';
import type { FiledHost } from '@/lib/server/db/fleet/answers/export-rows';
import type { CsvTable } from '@/lib/server/files/csv';
import { filedRow, secondsOf } from './internal';

/** How hosts become a CSV table. */
export const HOST_TABLE: CsvTable<FiledHost> = {
  columns: HOST_FIELDS,
  own: {
    id: ({ id }) => id,
    hostname: ({ hostname }) => hostname,
    fqdn: ({ fqdn }) => fqdn,
    since: ({ since }) => since,
    lastObservedAt: ({ lastObservedAt }) => lastObservedAt,
    clockOffsetSeconds: ({ clockOffsetMs }) => secondsOf(clockOffsetMs),
    shieldedVms: ({ shieldedVms }) => shieldedVms,
  },
  keyOf: ({ shared }) => shared,
  fieldsOf: filedRow,
};
