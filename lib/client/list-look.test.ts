import { describe, expect, it } from 'vitest';
import {
  DEFAULT_COLUMNS,
  fileColumns,
  formatListLook,
  LIST_COLUMNS,
  movedColumn,
  readListLook,
} from '@/lib/client/list-look';

describe('the columns of a file of the list', () => {
  it('are what the list shows, in its order, with the id last', () => {
    expect(fileColumns({ columns: ['owner', 'lastReport', 'tpm'] }).join()).toBe(
      'hostname,fqdn,owner,lastObservedAt,reporting,tpm,id',
    );
    expect(fileColumns({ columns: [] }).join()).toBe('hostname,fqdn,id');
    expect(fileColumns({ columns: null })).toEqual(fileColumns({ columns: DEFAULT_COLUMNS }));
  });

  it('name no field twice, however many are chosen', () => {
    const all = fileColumns({ columns: LIST_COLUMNS });
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the look of the list', () => {
  it('is read back as it was kept, also with no column but the host', () => {
    for (const columns of [null, [], ['owner', 'state'], DEFAULT_COLUMNS] as const)
      for (const isDense of [true, false]) {
        const look = { columns, isDense };
        expect(readListLook(formatListLook(look))).toEqual(look);
      }
  });

  it('passes over what another version kept, and anybody’s text', () => {
    expect(readListLook('dense.owner.colour.owner.state')).toEqual({
      columns: ['owner', 'state'],
      isDense: true,
    });
    expect(readListLook(undefined)).toEqual({ columns: null, isDense: false });
    expect(readListLook('<script>')).toEqual({ columns: null, isDense: false });
  });

  it('moves a column by one place, and no further than the ends', () => {
    const columns = ['state', 'owner', 'os'] as const;
    expect(movedColumn(columns, 'owner', -1)).toEqual(['owner', 'state', 'os']);
    expect(movedColumn(columns, 'owner', 1)).toEqual(['state', 'os', 'owner']);
    expect(movedColumn(columns, 'state', -1)).toEqual(columns);
    expect(movedColumn(columns, 'os', 1)).toEqual(columns);
    expect(movedColumn(columns, 'mode', 1)).toEqual(columns);
  });
});
