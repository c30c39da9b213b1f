import type { ToldVms } from '@/lib/contracts/changes';
import { vmEffectOf } from '@/lib/domain/change-vms';
import type { Wave } from '@/lib/domain/waves';
import type { Db } from '@/lib/server/db/client';
import type { FleetChange } from '@/lib/server/db/fleet/answers/changes';
import { vmsOfChanges } from '@/lib/server/db/fleet/answers/vms-then';
import { toChangeRow } from './internal';
import { firstOfEach, type WaveMember } from './waves';

type Entry = { change: FleetChange; wave: Wave<WaveMember> | undefined };

const effectOf = (change: FleetChange) => vmEffectOf(toChangeRow(change));

/** A host that turned twice within a wave counts with its VMs once. */
const changesOf = ({ change, wave }: Entry): FleetChange[] =>
  wave === undefined ? [change] : firstOfEach(wave.members).map((member) => member.change);

/** What each entry means for the shielded VMs of its hosts, read at once for a whole page. */
export async function vmsTeller(
  db: Db,
  entries: readonly Entry[],
): Promise<(entry: Entry) => { vms?: ToldVms }> {
  const asked = entries.filter(({ change }) => effectOf(change) !== null).flatMap(changesOf);
  const counts = await vmsOfChanges(db, asked);
  return (entry) => {
    const effect = effectOf(entry.change);
    const known = changesOf(entry).flatMap(({ id }) => counts.get(id) ?? []);
    if (effect === null || known.length === 0) return {};
    return { vms: { count: known.reduce((sum, count) => sum + count, 0), effect } };
  };
}
