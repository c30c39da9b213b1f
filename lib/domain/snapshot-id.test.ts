import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSnapshotId, snapshotIdOf } from './snapshot-id';

/** As RFC 9562 has them, of version 8. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
const time = fc.date({ min: new Date('1970-01-01'), max: new Date('2311-01-01'), noInvalidDate: true });

describe('the id of a snapshot', () => {
  it('is a UUID that says where the snapshot is stored', () => {
    fc.assert(
      fc.property(hex, time, (digest, observedAt) => {
        const id = snapshotIdOf({ digest, observedAt });
        expect(id).toMatch(UUID);
        const month = `${observedAt.toISOString().slice(0, 7)}-01`;
        expect(readSnapshotId(id.toUpperCase())).toEqual({ month, digestStart: digest.slice(0, 27) });
      }),
    );
  });

  it.each(['', 'no id', '0198f0c2-6d0e-7b1a-9a53-2f1f0c9d7e11', '00000000-0000-0000-0000-000000000000'])(
    'is none of the agent’s, nor any other text: %s',
    (id) => expect(readSnapshotId(id)).toBeNull(),
  );
});
