import type { Firmware } from './layout';
import { ago, DAY_MINUTES, type Trouble } from './spells';

/** Times are minutes before the story's present. */
export type StorySpell = { trouble: Trouble; since: number; until?: number };

/** How often hosts send where the story counts the minutes: their phases lie within this. */
export const STORY_INTERVAL_SECONDS = 900;

/** The story of one host. A host without a line here passes. */
export type StoryHost = {
  vms: number;
  /** Minutes since its last snapshot, where the story says so. */
  reportedMinutesAgo?: number;
  spells?: readonly StorySpell[];
  /** Restarts, oldest first; the host says nothing from a restart until the spell that it begins. */
  restarts?: readonly { at: number; firmware?: Firmware; backAt?: number }[];
  silences?: readonly { since: number; until?: number }[];
  /** Its snapshots wait before they are sent, so it is always late and never silent. */
  slow?: boolean;
  clock?: { sinceMinutesAgo: number; offsetSeconds: number; driftSecondsPerDay?: number };
  risk?: 'tls' | 'fallback' | 'featureRemoved';
  /** The host contradicts HGS's "no objection". */
  disagrees?: 'BitLocker';
};

const NEW_FIRMWARE: Firmware = { version: '2.19.1', date: '2026-10-28' };

const troubled = (
  vms: number,
  reportedMinutesAgo: number,
  since: number,
  ...troubles: Trouble[]
): StoryHost => ({ vms, reportedMinutesAgo, spells: troubles.map((trouble) => ({ trouble, since })) });

/** CHG-20533: firmware 2.17.0 → 2.19.1, restart, and Secure Boot is measured otherwise than before. */
function updated(clock: string, vms: number, reportedMinutesAgo: number): StoryHost {
  const since = ago(0, clock);
  return {
    ...troubled(vms, reportedMinutesAgo, since, 'SecureBootSettings'),
    restarts: [{ at: since + 6, firmware: NEW_FIRMWARE, backAt: since }],
  };
}

/** Two nodes that lost HGS twice for 41 minutes and came back by themselves. */
const flapping = (vms: number): StoryHost => ({
  vms,
  spells: [
    { trouble: 'TransientError', since: ago(1, '09:22'), until: ago(1, '10:03') },
    { trouble: 'TransientError', since: ago(1, '22:29'), until: ago(1, '23:10') },
  ],
});

/** Repaired yesterday by one plan. */
const repaired = (vms: number): StoryHost => ({
  vms,
  spells: [{ trouble: 'BitLocker', since: ago(9, '15:12'), until: ago(1, '18:40') }],
});

const behind = (vms: number, reportedMinutesAgo: number, clock: string): StoryHost => ({
  ...troubled(vms, reportedMinutesAgo, ago(0, clock), 'Expired'),
  clock: { sinceMinutesAgo: ago(1, '22:40'), offsetSeconds: -660 },
});

const silent = (vms: number, lastReportMinutesAgo: number): StoryHost => ({
  vms,
  silences: [{ since: lastReportMinutesAgo }],
});

const atRisk = (vms: number, risk: NonNullable<StoryHost['risk']>): StoryHost => ({ vms, risk });

/** The stories by host name, for one site of 240 hosts. */
export const STORY: Readonly<Record<string, StoryHost>> = {
  'hv-par-0305': updated('02:14', 4, 3),
  'hv-par-0306': updated('02:15', 4, 11),
  'hv-par-0307': updated('02:17', 5, 6),
  'hv-par-0308': updated('02:18', 4, 2),
  'hv-par-0309': {
    vms: 6,
    reportedMinutesAgo: 10,
    spells: [
      { trouble: 'TransientError', since: 68 * DAY_MINUTES, until: 67.5 * DAY_MINUTES },
      { trouble: 'SecureBootSettings', since: ago(0, '02:21') },
      { trouble: 'BitLocker', since: ago(0, '02:51') },
      { trouble: 'PagefileEncryption', since: ago(0, '05:32') },
    ],
    restarts: [
      { at: ago(0, '02:04'), firmware: NEW_FIRMWARE, backAt: ago(0, '02:21') },
      { at: ago(0, '05:14'), backAt: ago(0, '05:32') },
    ],
    // The first two of these four days are still vouched for, because agents had been told 12 hours.
    silences: [{ since: 53 * DAY_MINUTES, until: ago(49, '11:20') }],
  },
  'hv-par-0310': updated('02:22', 4, 8),
  'hv-par-0311': updated('02:24', 5, 14),
  'hv-par-0312': updated('02:26', 4, 5),
  'hv-par-0107': troubled(5, 4, ago(5, '14:08'), 'BitLocker'),
  'hv-lyo-0214': {
    ...troubled(4, 9, ago(7, '09:31'), 'BitLocker', 'PagefileEncryption'),
    // A regression: the same check was repaired five days before.
    spells: [
      { trouble: 'BitLocker', since: ago(15, '10:05'), until: ago(12, '16:40') },
      { trouble: 'BitLocker', since: ago(7, '09:31') },
      { trouble: 'PagefileEncryption', since: ago(7, '09:31') },
    ],
  },
  'hv-lyo-0104': troubled(
    4,
    1,
    ago(11, '22:05'),
    'CodeIntegrityPolicy',
    'HypervisorEnforcedCodeIntegrityPolicy',
  ),
  'hv-lyo-0103': troubled(3, 12, ago(11, '22:04'), 'CodeIntegrityPolicy'),
  'hv-par-0422': troubled(4, 7, ago(1, '11:27'), 'VirtualSecureMode', 'Iommu'),
  'hv-par-0218': troubled(3, 13, ago(18, '10:40'), 'DumpEncryptionKey'),
  'hv-lyo-0122': troubled(2, 2, ago(13, '07:52'), 'HibernationEnabled', 'FullBoot'),
  'hv-lyo-0319': { ...troubled(4, 38, ago(12, '16:20'), 'UnauthorizedHost'), slow: true },
  'hv-dr-0213': troubled(3, 6, ago(22, '08:15'), 'UnauthorizedHost'),
  'hv-dr-0214': troubled(2, 10, ago(22, '08:15'), 'UnauthorizedHost'),
  'hv-par-0130': troubled(4, 5, ago(14, '03:44'), 'TpmError'),
  'hv-lyo-0117': troubled(3, 3, ago(6, '19:02'), 'TpmError'),
  'hv-par-0411': behind(2, 8, '06:58'),
  'hv-par-0412': behind(3, 14, '06:59'),
  'hv-dr-0105': troubled(2, 9, ago(1, '05:12'), 'TransientError'),
  'hv-lyo-0324': troubled(0, 11, ago(1, '16:05'), 'NotConfigured'),
  'hv-par-0232': troubled(0, 1, ago(4, '17:30'), 'Unknown'),
  'hv-par-0228': silent(4, ago(0, '05:50')),
  'hv-lyo-0205': silent(3, 38 * 60),
  'hv-lyo-0208': {
    ...silent(2, ago(3, '09:30')),
    spells: [{ trouble: 'Expired', since: ago(4, '11:30') }],
  },
  'hv-dr-0118': silent(2, ago(5, '23:47')),
  'hv-dr-0107': flapping(4),
  'hv-dr-0108': flapping(3),
  'hv-lyo-0210': repaired(4),
  'hv-lyo-0211': repaired(5),
  'hv-lyo-0212': repaired(4),
  'hv-par-0209': atRisk(4, 'tls'),
  'hv-par-0210': atRisk(4, 'tls'),
  'hv-par-0211': atRisk(3, 'tls'),
  'hv-par-0212': atRisk(4, 'tls'),
  'hv-par-0213': atRisk(4, 'tls'),
  'hv-dr-0110': atRisk(3, 'fallback'),
  'hv-dr-0111': atRisk(3, 'fallback'),
  'hv-dr-0112': atRisk(3, 'fallback'),
  'hv-lyo-0307': atRisk(3, 'featureRemoved'),
  'hv-lyo-0219': {
    vms: 4,
    clock: { sinceMinutesAgo: 9 * DAY_MINUTES, offsetSeconds: -372, driftSecondsPerDay: 40 },
  },
  'hv-par-0121': { vms: 4, reportedMinutesAgo: 31, slow: true },
  'hv-dr-0204': { vms: 3, reportedMinutesAgo: 29, slow: true },
  'hv-par-0415': { vms: 5, disagrees: 'BitLocker' },
  'hv-lyo-0109': { vms: 4, disagrees: 'BitLocker' },
};

/** 982 less the 84 blocked and the 11 unverified. */
export const VMS_ON_PASSED_HOSTS = 887;

/** One of the 240 passes with hostile text in every field. */
export const HOSTILE_HOST = 'hv-lyo-0323';

/** The agent before the one that is given now, and when hosts got that. A few have not got it yet. */
export const OLDER_AGENT = { version: '1.0.0', untilMinutesAgo: ago(12, '10:30'), share: 0.025 };
