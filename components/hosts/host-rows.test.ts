import { describe, expect, it } from 'vitest';
import { RowCells } from '@/components/table/list-table';
import { makeQueryClient } from '@/lib/client/query-client';
import type { HostRow } from '@/lib/contracts/fleet';

const host = (id: string): HostRow => ({
  ...{ id, hostname: `hv-${id}`, fqdn: null, fabric: 'PAR-Prod', cluster: 'CL-1' },
  ...{ state: 'InsecureHostConfiguration', attestationStatus: 'InsecureHostConfiguration' },
  ...{
    failingChecks: ['BitLocker'],
    cause: ['BitLocker'],
    reporting: 'onTime',
    since: '2026-11-28T10:00:00Z',
  },
  ...{ lastObservedAt: '2026-11-28T12:00:00Z', clockOffsetSeconds: 0, attestationMode: 'Tpm', os: '2022' },
  ...{
    model: 'M4',
    firmwareVersion: '2.19.1',
    tpm: 'IFX 7.85',
    shieldedVms: 3,
    exception: 'none',
    owner: null,
  },
  ...{ agentVersion: '1.4.2', risk: [], osVersion: '10.0.20348.2849', bootStage: 'done' },
});

/** Another value of the same kind: what it is does not matter, that it is another one does. */
const another = (value: unknown) =>
  Array.isArray(value) ? [...value, 'more'] : value === null ? 'said' : `${String(value)} anew`;

const columns: readonly never[] = [];

/** Whether React draws the cells of a row again: by what they were memoised with, or else by the identity of each prop. */
function isRedrawn(before: HostRow | undefined, after: HostRow | undefined): boolean {
  const compare: ((...rows: { row: unknown; columns: unknown }[]) => boolean) | null = Reflect.get(
    RowCells,
    'compare',
  );
  if (compare === null) return before !== after;
  return !compare({ row: before, columns }, { row: after, columns });
}

/** What the screen holds after an answer, and after the next one. */
function heldAfter(first: HostRow[], second: HostRow[]) {
  const client = makeQueryClient();
  const hold = (hosts: HostRow[]) => client.setQueryData<HostRow[]>(['hosts'], structuredClone(hosts)) ?? [];
  return { before: hold(first), after: hold(second) };
}

describe('the cells of a row', () => {
  it.each(Object.keys(host('a')))('are drawn again when its %s is another one', (field) => {
    const changed = { ...host('b'), [field]: another(Reflect.get(host('b'), field)) };
    const { before, after } = heldAfter([host('a'), host('b')], [host('a'), changed]);
    expect(isRedrawn(before[1], after[1])).toBe(true);
    expect(isRedrawn(before[0], after[0])).toBe(false);
  });
});
