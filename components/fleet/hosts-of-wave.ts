import type { HostQuestion } from '@/lib/client/host-question';
import type { WaveRow } from '@/lib/contracts/changes';
import { factsOf } from '@/lib/domain/change-kinds';
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
  const { kind, gained, to } = change;
  const { alike, hostWord } = factsOf(kind);
  if (alike === 'turn' && gained.length > 0) return { filter: { ...filter, cause: only(...gained) }, at };
  if (kind === 'silent') return { filter: { ...filter, state: only('Silent') }, at };
  if (alike === 'turn' && isState(to)) return { filter: { ...filter, state: only(to) }, at };
  if (hostWord !== undefined && to !== null) return { filter: { ...filter, [hostWord]: only(to) }, at };
  return null;
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
