import { STEPS } from '@/lib/domain/remediation/steps';
import type { Place } from '@/lib/domain/remediation/types';
import { compareRepair } from '@/lib/domain/repair-order';
import { grouped } from '@/lib/util/grouped';
import type { Pair } from './cause-work';
import { compareText } from './order';
import type { PlannedGroup, StepId } from './types';

/** HGS's part belongs to another person, so a group with such a step says so. */
export function placeOf(ids: readonly StepId[]): Place {
  const places = new Set<Place>(ids.map((id) => STEPS[id].where));
  if (places.has('hgs')) return 'hgs';
  return places.has('host') ? 'host' : 'adminWorkstation';
}

/** Each fabric has its own HGS, so work that needs it is not merged over fabrics. */
function groupKey({ host, work: { entry, before, after } }: Pair): string {
  const needsHgs = placeOf([...before, ...after]) === 'hgs';
  return needsHgs ? `fix:${entry.id}:${host.fabricId}` : `fix:${entry.id}`;
}

/** Settings, one group for each cause: everything that can be done before a host restarts. */
export function groupFixes(pairs: readonly Pair[]): PlannedGroup[] {
  return [...grouped(pairs, groupKey)]
    .map(([key, own]) => toGroup(key, own))
    .toSorted((a, b) => compareRepair(a.cause ?? '', b.cause ?? '') || compareText(a.key, b.key));
}

function toGroup(key: string, pairs: readonly Pair[]): PlannedGroup {
  const [first] = pairs;
  if (first === undefined) throw new Error('A group has a host');
  const { entry, before } = first.work;
  const fabrics = new Set(pairs.map(({ host }) => host.fabricId));
  return {
    ...{ key, kind: 'fix', cause: first.cause, entryId: entry.id, where: placeOf(before) },
    fabricId: fabrics.size === 1 ? first.host.fabricId : null,
    ...{ cluster: null, baseline: null },
    tasks: pairs.map(({ host, cause }) => ({ hostId: host.id, causes: [cause] })),
    steps: before.map((id) => ({ id })),
  };
}
