import { describe, expect, it } from 'vitest';
import { ServiceError } from '@/lib/server/errors';
import { createPlaces } from './places';

const LIMITS = { places: 2, perCaller: 1, waiting: 2, longestWaitMs: 60_000 };
const putOff = () => new ServiceError('unavailable', 'Try again later', { retryAfterSeconds: 30 });
const placesOf = (limits: Parameters<typeof createPlaces>[0]) => createPlaces(limits, putOff);
const staying = () => new AbortController().signal;

describe('places', () => {
  it('lets the next one in when one leaves, in order', async () => {
    const { take } = placesOf(LIMITS);
    const leave = await take('a', staying());
    await take('b', staying());
    const entered: string[] = [];
    const third = take('c', staying()).then((leaveToo) => {
      entered.push('c');
      return leaveToo;
    });
    const fourth = take('d', staying()).then(() => entered.push('d'));
    leave();
    leave();
    (await third)();
    await fourth;
    expect(entered).toEqual(['c', 'd']);
  });

  it('does not let one caller take all, nor hold up another behind it', async () => {
    const { take } = placesOf(LIMITS);
    const leave = await take('a', staying());
    let isIn = false;
    const again = take('a', staying()).then(() => {
      isIn = true;
    });
    await take('b', staying());
    expect(isIn).toBe(false);
    leave();
    await again;
    expect(isIn).toBe(true);
  });

  it('asks to come back later when nobody leaves in time, or too many wait', async () => {
    const refused = { code: 'unavailable', status: 503, retryAfterSeconds: 30 };
    const impatient = placesOf({ ...LIMITS, longestWaitMs: 1 });
    await impatient.take('a', staying());
    await expect(impatient.take('a', staying())).rejects.toMatchObject(refused);
    const full = placesOf({ ...LIMITS, waiting: 0 });
    await full.take('a', staying());
    await expect(full.take('a', staying())).rejects.toMatchObject(refused);
  });

  it('forgets whoever hung up while waiting', async () => {
    const { take } = placesOf({ ...LIMITS, places: 1 });
    const leave = await take('a', staying());
    const caller = new AbortController();
    const gone = take('b', caller.signal);
    caller.abort();
    await expect(gone).rejects.toMatchObject({ code: 'unavailable' });
    leave();
    await expect(take('c', caller.signal)).rejects.toMatchObject({ code: 'unavailable' });
    await take('d', staying());
  });
  it('refuses one caller who has enough waiting, and lets another wait', async () => {
    const { take } = placesOf({ ...LIMITS, waiting: 10, waitingPerCaller: 1 });
    const leave = await take('a', staying());
    const waits = take('a', staying());
    await expect(take('a', staying())).rejects.toMatchObject({ code: 'unavailable' });
    await take('b', staying());
    const other = take('b', staying());
    leave();
    await waits;
    await expect(Promise.race([other, Promise.resolve('still waits')])).resolves.toBe('still waits');
  });
});
