import type { BootStage } from '@/lib/domain/secure-boot/stage';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/util/durations';
import type { Cluster, Firmware } from './layout';
import { share } from './seeded';

/*
 * The year of the Secure Boot certificates: spring fleets are done, CL-PAR-04 waits for its vendor, CL-LYO-02 was written to
 * and not started since, and the eight hosts of CL-PAR-03 measured it with their new firmware before HGS knew it.
 */

type Stage = Exclude<BootStage, 'notKnown'>;

/** What of a host its story goes by. */
type Untold = {
  key: string;
  cluster: Cluster;
  /** Its number within its cluster. */
  index: number;
  restarts: readonly { at: number; firmware?: Firmware }[];
};
type Told = { cluster: Cluster; boot: BootStory };

const FIRST_REFUSED = { lyo1: 21, dr2: 11 } as const;
const LAST_OF_LYO3_TO_GO = 17;

/** Where a host stands in the story's present. */
function stageOf({ cluster, index }: Untold): Stage {
  const name = `${cluster.site}${cluster.number}`;
  if (name === 'lyo1') return index < FIRST_REFUSED.lyo1 ? 'db' : 'firmwareBlocks';
  if (name === 'lyo3') return index <= LAST_OF_LYO3_TO_GO ? 'bootManager' : 'done';
  if (name === 'dr2') return index < FIRST_REFUSED.dr2 ? 'notStarted' : 'firmwareBlocks';
  if (name === 'par2') return 'done';
  if (name === 'par4') return 'waitsForKek';
  return name === 'lyo2' ? 'kek' : 'notStarted';
}

type Said = { status: string; capable: number; bits: number; error?: string; written: readonly number[] };

const DB_EVENTS = [1036, 1044, 1045];
const KEK_EVENTS = [...DB_EVENTS, 1043];

/** What Windows says at each stage, and the events of what was written, in their order. */
const SAID: Readonly<Record<Stage, Said>> = {
  notStarted: { status: 'NotStarted', capable: 0, bits: 0, written: [] },
  db: { status: 'InProgress', capable: 1, bits: 0x4104, written: DB_EVENTS },
  kek: { status: 'InProgress', capable: 1, bits: 0x4100, written: KEK_EVENTS },
  bootManager: { status: 'InProgress', capable: 2, bits: 0x4000, written: [...KEK_EVENTS, 1799] },
  done: { status: 'Updated', capable: 2, bits: 0x4000, written: [...KEK_EVENTS, 1799, 1808] },
  waitsForKek: { status: 'InProgress', capable: 2, bits: 0x4004, written: [...DB_EVENTS, 1799] },
  firmwareBlocks: { status: 'InProgress', capable: 0, bits: 0x5944, error: '0x80070013', written: [] },
};

/** What Windows logs again twice a day. */
const REPEATED: Readonly<Partial<Record<Stage, number>>> = {
  notStarted: 1801,
  waitsForKek: 1803,
  firmwareBlocks: 1795,
};

/** How many days before the present it came there. Two clusters were written to and not started since. */
const DAYS_AGO: Readonly<Record<Stage, number>> = {
  notStarted: 60,
  db: 2,
  kek: 1.2,
  bootManager: 6,
  done: 20,
  waitsForKek: 12,
  firmwareBlocks: 8,
};

export type BootStory = { stage: Stage; sinceMs: number };

/** `startedMs`: when it was last started by then. */
export function bootStoryOf(host: Untold, presentMs: number, startedMs: number): BootStory {
  const updated = host.restarts.find(({ firmware }) => firmware !== undefined);
  if (updated !== undefined) return { stage: 'db', sinceMs: updated.at - 8 * MINUTE_MS };
  const stage = stageOf(host);
  const days = DAYS_AGO[stage] + share(host.key, 'secureBoot') / 2;
  const isStartedSince = stage !== 'db' && stage !== 'kek';
  const sinceMs = presentMs - days * DAY_MS;
  const bound = isStartedSince ? startedMs - HOUR_MS : startedMs + HOUR_MS;
  return { stage, sinceMs: Math.round(isStartedSince ? Math.min(sinceMs, bound) : Math.max(sinceMs, bound)) };
}

const iso = (time: number) => new Date(time).toISOString();

/** Nothing of it was begun before. */
export const stageAt = ({ boot }: Pick<Told, 'boot'>, time: number): Stage =>
  time < boot.sinceMs ? 'notStarted' : boot.stage;

/** A Windows Server 2016 that was not updated lately does not say how far it is. */
export function secureBootOf(host: Told, time: number) {
  const { status, capable, bits, error } = SAID[stageAt(host, time)];
  const isOld = host.cluster.os === '2016' && status === 'NotStarted';
  return {
    enabled: true,
    uefi: true,
    uefiCa2023Status: isOld ? null : status,
    uefiCa2023Capable: isOld ? null : capable,
    updateAvailable: bits,
    error: error ?? null,
  };
}

const HALF_DAY = 12 * HOUR_MS;

export function secureBootEventsOf(host: Told, bootedMs: number, time: number) {
  const stage = stageAt(host, time);
  const { written } = SAID[stage];
  const events = written.map((id, index) => ({ at: iso(host.boot.sinceMs + index * 2_000), id }));
  const repeated = REPEATED[stage];
  const triedMs = Math.max(time - (time % HALF_DAY), bootedMs + 5 * MINUTE_MS);
  if (repeated !== undefined)
    events.push({ at: iso(Math.max(triedMs, host.boot.sinceMs + MINUTE_MS)), id: repeated });
  const newest = events.toReversed();
  return {
    latest: newest.map(({ id }) => id),
    changedAt: newest.find(({ id }) => id !== 1808 && id !== repeated)?.at ?? null,
    events: newest,
  };
}
