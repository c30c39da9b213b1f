import { validate as isUuid } from 'uuid';
import type { HitOf } from '@/lib/contracts/search';
import { bestMatch, inOrderOfMatch } from '@/lib/domain/search';
import { STATE_ORDER } from '@/lib/domain/vocabulary';
import { hostsOfIds, pageOfHosts } from '@/lib/server/db/fleet/answers/host-list';
import { hostsFromName } from '@/lib/server/db/fleet/answers/hosts-from-name';
import type { FleetRow } from '@/lib/server/db/fleet/columns';
import { type Asked, oneMore } from './internal';

/**
 * The most hosts that contain the text, or begin with it, to be ranked, the first by name: nobody reads
 * beyond the first few.
 */
const RANKED_AT_MOST = 100;

/**
 * Hosts by name, FQDN, cluster, owner, model, firmware or id. An index finds names that begin with the text,
 * however many there are; all texts are searched only if these are too few.
 */
export async function findHosts(asked: Asked): Promise<HitOf<'host'>[]> {
  const { words } = asked;
  if (isUuid(words.q)) {
    const [row] = await hostsOfIds(asked.ctx.db, asked.question, [words.q.toLowerCase()]);
    return row === undefined ? [] : [hitOf(row, 'exact')];
  }
  const begun = await namesFrom(asked);
  const rows = begun.length >= oneMore(asked) ? begun : [...begun, ...(await holding(asked))];
  const known = new Map(rows.map((row) => [row.id, row]));
  const hits = [...known.values()]
    .toSorted(worstFirst)
    .map((row) => hitOf(row, bestMatch([row.hostname, row.fqdn], words.q) ?? 'other'));
  return inOrderOfMatch(hits);
}

const placeOf = ({ state }: FleetRow) => STATE_ORDER.indexOf(state);

/** Sorts as the list does (`SEVERITY_KEY`): worst state, then most shielded VMs. The hosts come sorted by name. */
const worstFirst = (one: FleetRow, other: FleetRow) =>
  placeOf(one) - placeOf(other) || (other.shieldedVms ?? -1) - (one.shieldedVms ?? -1);

/** History has no index of names, so all names of that time are read. */
async function namesFrom(asked: Asked): Promise<FleetRow[]> {
  const { ctx, question, words } = asked;
  if ('at' in question.when) return [];
  const rows = await hostsFromName(ctx.db, question, { name: words.q, limit: RANKED_AT_MOST });
  return rows.filter(({ hostname }) => hostname.toLowerCase().startsWith(words.q.toLowerCase()));
}

async function holding({ ctx, question, words }: Asked): Promise<FleetRow[]> {
  const filter = { ...question.filter, q: { include: [words.q], exclude: [] } };
  const sorting = { sort: 'hostname', order: 'asc' } as const;
  const page = { sorting, after: null, limit: RANKED_AT_MOST };
  return (await pageOfHosts(ctx.db, { ...question, filter }, page)).rows;
}

function hitOf(row: FleetRow, match: HitOf<'host'>['match']): HitOf<'host'> {
  const { id, hostname, fqdn, fabric, cluster, state, attestationStatus } = row;
  return { kind: 'host', match, id, hostname, fqdn, fabric, cluster, state, attestationStatus };
}
