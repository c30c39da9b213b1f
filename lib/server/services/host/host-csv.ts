import { HOST_FIELDS, type HostRow } from '@/lib/contracts/fleet';
import type { DataRows } from '@/lib/server/db/data-rows';
import { FIELD, type HostBlock } from '@/lib/server/db/fleet/answers/export-rows';
import { asNumber, asText, asTime, asUuid, type CsvTable, type WriteField } from '@/lib/server/files/csv';
import { secondsOf, sharedRow } from './internal';

/** The fields that each host has for itself; all others belong to its group. */
const OWN: Readonly<Partial<Record<keyof HostRow, WriteField>>> = {
  id: asUuid(FIELD.id),
  hostname: asText(FIELD.hostname),
  fqdn: asText(FIELD.fqdn),
  since: asTime(FIELD.since),
  lastObservedAt: asTime(FIELD.lastObservedAt),
  clockOffsetSeconds: asNumber(FIELD.clockOffsetMs, secondsOf),
  shieldedVms: asNumber(FIELD.shieldedVms),
};

/** Null if the host was judged again and brings its own words. */
const groupOf = (rows: DataRows) => rows.integer(FIELD.group);

/** How a block of hosts becomes a CSV table. */
export const HOST_TABLE: CsvTable<HostBlock> = {
  columns: HOST_FIELDS,
  own: OWN,
  rowsOf: ({ rows }) => rows,
  keyOf: (rows) => groupOf(rows) ?? rows.text(FIELD.words) ?? '',
  sharedOf: ({ rows, sharedOf }) => {
    const group = groupOf(rows);
    return sharedRow(sharedOf(group, group === null ? rows.text(FIELD.words) : null));
  },
};
