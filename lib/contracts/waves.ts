import { z } from 'zod';
import { WaveRow } from '@/lib/contracts/changes';
import { HostRow } from '@/lib/contracts/fleet';
import { AtInput } from '@/lib/contracts/host-query';
import { Text } from '@/lib/contracts/text';
import { WAVE_FACTS } from '@/lib/domain/wave/facts';
import { STANDINGS } from '@/lib/domain/wave/progress';

const fabric = z
  .strictObject({ include: z.array(Text.max(1000)).max(1000), exclude: z.array(Text.max(1000)).max(1000) })
  .optional();

export const ListWavesInput = z.strictObject({
  filter: z.strictObject({ fabric }).default({}),
  /** Those of all hosts, or those in which this one turned. */
  host: z.string().nullable().default(null),
  at: AtInput,
});
export type ListWavesInput = z.output<typeof ListWavesInput>;

export const GetWaveInput = z.strictObject({ id: Text.max(100), at: AtInput });
export type GetWaveInput = z.output<typeof GetWaveInput>;

const hosts = z.number().int();

/** How its hosts stand, which adds up to all of them. */
export const WaveProgress = z.object({
  failing: hosts,
  silent: hosts,
  /** Able again since, and failing by what had been fixed. */
  regressed: hosts,
  /** Able again, as a later snapshot says. */
  proven: hosts,
  /** No longer in the fleet. */
  gone: hosts,
  /** Shielded VMs on hosts of it that report and are not able, and on those that are silent. */
  vmsBlocked: hosts,
  vmsUnverified: hosts,
  isOpen: z.boolean(),
});
export type WaveProgress = z.infer<typeof WaveProgress>;

/** The first of its hosts are told, and how many there are. */
export const OpenWave = z.object({ wave: WaveRow, progress: WaveProgress });

export const WaveList = z.object({
  asOf: z.string(),
  /** Those with most VMs blocked first. */
  waves: z.array(OpenWave),
});
export type WaveList = z.infer<typeof WaveList>;

export const WaveDetail = z.object({
  asOf: z.string(),
  wave: WaveRow,
  /** Whether its hosts stopped being able, rather than changed otherwise. */
  isWorse: z.boolean(),
  progress: WaveProgress,
  /** What most of its hosts share, the largest difference from the other hosts first. */
  facts: z.array(
    z.object({
      fact: z.enum(WAVE_FACTS),
      value: z.string(),
      wave: z.number().int(),
      rest: z.number().int(),
      /** Counted in percentage points. */
      difference: z.number(),
    }),
  ),
  /** How many other hosts these are compared with. */
  rest: z.number().int(),
  /** What was replaced on its hosts in the day before each of them turned. */
  before: z.array(
    z.object({
      kind: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      hosts: z.number().int(),
      startedAt: z.string(),
      endedAt: z.string(),
    }),
  ),
  /** The 500 with the most VMs, these first. */
  hosts: z.array(
    z.object({
      hostId: z.string(),
      hostname: z.string(),
      turnedAt: z.string(),
      standing: z.enum(STANDINGS),
      /** As it is at the time asked for; null where it has left the fleet. */
      host: HostRow.nullable(),
    }),
  ),
});
export type WaveDetail = z.infer<typeof WaveDetail>;
