import type { HostQuestion } from '@/lib/client/host-question';
import type { WaveRow } from '@/lib/contracts/changes';
import type { HostFilter } from '@/lib/domain/host-filter';
import { isState } from '@/lib/domain/vocabulary';
import { MINUTE_MS } from '@/lib/util/durations';

const only = <V extends string>(...include: V[]) => ({ include, exclude: [] });

/**
 * The hosts of now that are where a wave was and as it left them; null where no filter says so. A wave is of then
 * and the list of now, so that a host that has been repaired since is in the one and not in the other.
 */
export function hostsOfWave({ change, fabric, shared }: WaveRow, at: Date | null): HostQuestion | null {
  const filter: HostFilter = { fabric: only(fabric) };
  for (const { trait, value } of shared) if (trait !== 'firmware') filter[trait] = only(value);
  switch (change.kind) {
    case 'transition':
    case 'regression':
    case 'improvement':
      if (change.gained.length > 0) return { filter: { ...filter, cause: only(...change.gained) }, at };
      return isState(change.to) ? { filter: { ...filter, state: only(change.to) }, at } : null;
    case 'silent':
      return { filter: { ...filter, state: only('Silent') }, at };
    case 'firmwareChanged':
      return change.to === null ? null : { filter: { ...filter, firmware: only(change.to) }, at };
    case 'clusterChanged':
      return change.to === null ? null : { filter: { ...filter, cluster: only(change.to) }, at };
    default:
      return null;
  }
}

/**
 * The same for a report: as the wave left its hosts, unless somebody looks at another time. A report of now would leave
 * out those that have been repaired since.
 */
export function reportOfWave(wave: WaveRow, at: Date | null): HostQuestion | null {
  return hostsOfWave(wave, at ?? new Date(wave.endedAt));
}

/** The last whole minute before anything of a wave began: before what was replaced on its hosts, where something was. */
export function beforeWave({ startedAt, precededBy }: Pick<WaveRow, 'startedAt' | 'precededBy'>): Date {
  const times = [startedAt, ...precededBy.map((replaced) => replaced.startedAt)];
  const first = Math.min(...times.map((time) => Date.parse(time)));
  return new Date(Math.ceil(first / MINUTE_MS) * MINUTE_MS - MINUTE_MS);
}
