import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { bigintField, dataRow, integerField, timeField, uuidField } from '@/test/support/data-rows';
import { DataRows } from './data-rows';

const time = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
const row = fc.record({
  id: fc.constant(null).map(() => uuid()),
  text: fc.option(fc.string({ unit: 'binary' })),
  integer: fc.option(fc.integer()),
  bigint: fc.maxSafeInteger(),
  time,
});

describe('DataRows', () => {
  it('gives what was written, row by row', () =>
    fc.assert(
      fc.property(fc.array(row), (given) => {
        const messages = given.map(({ id, text, integer, bigint, time: at }) =>
          dataRow([
            uuidField(id),
            text === null ? null : Buffer.from(text),
            integer === null ? null : integerField(integer),
            bigintField(bigint),
            timeField(at.toISOString()),
          ]),
        );
        const rows = new DataRows(Buffer.concat(messages));
        const read: unknown[] = [];
        while (rows.next())
          read.push({
            ...{ id: rows.uuid(0), text: rows.text(1), integer: rows.integer(2), bigint: rows.integer(3) },
            time: new Date(rows.time(4) ?? Number.NaN),
          });
        expect(read).toEqual(
          given.map(({ text, ...others }) => ({ ...others, text: text && Buffer.from(text).toString() })),
        );
      }),
    ));
});
