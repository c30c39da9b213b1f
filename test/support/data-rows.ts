import { DataRows } from '@/lib/server/db/data-rows';
import type { FiledHost, HostBlock } from '@/lib/server/db/fleet/answers/export-rows';

const HEAD_BYTES = 7;
const EPOCH_MS = Date.UTC(2000, 0, 1);

function field(value: Buffer | null): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(value === null ? -1 : value.length);
  return value === null ? length : Buffer.concat([length, value]);
}

/** A row as PostgreSQL sends it in binary. */
export function dataRow(values: readonly (Buffer | null)[]): Buffer {
  const fields = Buffer.concat(values.map(field));
  const head = Buffer.alloc(HEAD_BYTES);
  head.write('D', 'latin1');
  head.writeInt32BE(HEAD_BYTES - 1 + fields.length, 1);
  head.writeInt16BE(values.length, 5);
  return Buffer.concat([head, fields]);
}

export const uuidField = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

export function integerField(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export function bigintField(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

export const timeField = (iso: string): Buffer => bigintField((Date.parse(iso) - EPOCH_MS) * 1000);

const orNull = <T>(value: T | null, toField: (value: T) => Buffer) =>
  value === null ? null : toField(value);
const text = (value: string) => Buffer.from(value);

function rowOf(host: FiledHost, group: number | null): Buffer {
  return dataRow([
    uuidField(host.id),
    text(host.hostname),
    orNull(host.fqdn, text),
    timeField(host.since),
    orNull(host.lastObservedAt, timeField),
    orNull(host.clockOffsetMs, bigintField),
    orNull(host.shieldedVms, integerField),
    orNull(group, integerField),
    group === null ? text(JSON.stringify(host.shared)) : null,
  ]);
}

/** Hosts as blocksOfHosts has them; each that shares its words with others by its group, or `isJudged` by itself. */
export function blocksOf(hosts: readonly FiledHost[], isJudged = false): HostBlock {
  const groups = [...new Set(hosts.map(({ shared }) => shared))];
  const rows = hosts.map((host) => rowOf(host, isJudged ? null : groups.indexOf(host.shared)));
  return {
    rows: new DataRows(Buffer.concat(rows)),
    sharedOf: (group, words) => (group === null ? JSON.parse(words ?? '') : groups[group]),
  };
}
