import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/util/durations';
import { createKnownDevices } from './known-devices';

const NOW = new Date('2026-11-28T09:00:00.000Z');
const devices = createKnownDevices({ secret: 's'.repeat(32), secure: false });
const signedIn =
  devices.remember({ cookie: undefined, email: 'a@fab.example', now: NOW }).split(';')[0] ?? '';

describe('a device', () => {
  it('is known once it has signed in to any account, for 180 days', () => {
    expect(devices.isKnown({ cookie: signedIn, now: NOW })).toBe(true);
    expect(devices.idAt({ cookie: signedIn, email: 'b@fab.example', now: NOW })).toBeNull();
    const daysLater = (days: number) => new Date(NOW.getTime() + days * DAY_MS);
    expect(devices.isKnown({ cookie: signedIn, now: daysLater(179) })).toBe(true);
    expect(devices.isKnown({ cookie: signedIn, now: daysLater(180) })).toBe(false);
  });

  it('is not known by a cookie that is none of ours', () => {
    const ofAnother = createKnownDevices({ secret: 't'.repeat(32), secure: false });
    expect(ofAnother.isKnown({ cookie: signedIn, now: NOW })).toBe(false);
    for (const cookie of [undefined, '', 'gf-device=', 'gf-device=.', 'gf-device=e30.', `x${signedIn}`])
      expect(devices.isKnown({ cookie, now: NOW })).toBe(false);
  });
});
