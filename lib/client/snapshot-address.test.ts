import { describe, expect, it } from 'vitest';
import { readHostAddress } from './host-page';
import { readChoice, snapshotFileAddress, withChoice } from './snapshot-address';

const ID = '0a1b2c3d-4e5f-82a9-8123-456789abcdef';
const TIME = '2026-11-24T21:00:00.000Z';

describe('the snapshots in the address of a host', () => {
  it('are ids or times, and come back as they were written', () => {
    const choice = { shown: ID, compared: TIME };
    const address = withChoice('/hosts/h?tab=raw&fabric=a', choice);
    const [path, query] = address.split('?');
    expect(path).toBe('/hosts/h');
    expect(new URLSearchParams(query).get('fabric')).toBe('a');
    expect(readChoice(new URLSearchParams(query))).toEqual(choice);
    const none = { shown: null, compared: null };
    expect(withChoice(address, none)).toBe('/hosts/h?tab=raw&fabric=a');
    expect(readChoice(new URLSearchParams('snapshot=x&compare='))).toEqual(none);
  });

  it('are refused by the page where they can be neither', () => {
    const read = (words: Record<string, string>) => readHostAddress({ hostId: 'h' }, words).problem;
    expect(read({ tab: 'raw', snapshot: ID, compare: TIME })).toBeNull();
    expect(read({ snapshot: 'newest' })).toMatchObject({ code: 'invalid_value', parameter: 'snapshot' });
    expect(read({ compare: 'yesterday' })).toMatchObject({ code: 'invalid_value', parameter: 'compare' });
  });

  it('lead to the file as of the time that the page shows', () => {
    expect(snapshotFileAddress('h', ID, null)).toBe(`/api/v1/hosts/h/snapshots/${ID}`);
    expect(snapshotFileAddress('h', ID, TIME)).toBe(
      `/api/v1/hosts/h/snapshots/${ID}?at=2026-11-24T21%3A00%3A00.000Z`,
    );
  });
});
