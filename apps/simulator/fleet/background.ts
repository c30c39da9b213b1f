import type { Cluster } from './layout';
import { share, whole } from './seeded';
import { ago, DAY_MINUTES, type Trouble } from './spells';
import type { StoryHost, StorySpell } from './story';

/** What went wrong and was repaired before the story's last days: the past of hosts that pass today. */
type Past = { spells: StorySpell[]; silences: { since: number; until: number }[] };

type Kind = { trouble: Trouble | 'silence'; weight: number; minDays: number; maxDays: number };

const KINDS: readonly Kind[] = [
  { trouble: 'SecureBootSettings', weight: 18, minDays: 1, maxDays: 9 },
  { trouble: 'BitLocker', weight: 14, minDays: 1, maxDays: 10 },
  { trouble: 'CodeIntegrityPolicy', weight: 14, minDays: 1, maxDays: 8 },
  { trouble: 'PagefileEncryption', weight: 8, minDays: 1, maxDays: 6 },
  { trouble: 'DumpEncryption', weight: 4, minDays: 1, maxDays: 5 },
  { trouble: 'TpmError', weight: 6, minDays: 1, maxDays: 7 },
  { trouble: 'UnauthorizedHost', weight: 6, minDays: 1, maxDays: 6 },
  { trouble: 'Expired', weight: 8, minDays: 0.2, maxDays: 2 },
  { trouble: 'TransientError', weight: 14, minDays: 0.1, maxDays: 1.5 },
  { trouble: 'silence', weight: 8, minDays: 3, maxDays: 6 },
];

/** HGS judges only virtual secure mode in these modes, so no check can have failed. */
const KINDS_WITHOUT_CHECKS = KINDS.filter(({ trouble }) =>
  ['UnauthorizedHost', 'Expired', 'TransientError', 'silence'].includes(trouble),
);

const OLDEST_DAYS = 86;
/** Nothing of it reaches into the days that the story counts. */
const NEWEST_DAYS = 2.5;

/** Hosts that fail together: a code-integrity policy rolled out too early, a firmware update in the spring fleet. */
const WAVES = [
  {
    cluster: 'lyo1',
    trouble: 'CodeIntegrityPolicy',
    first: 8,
    last: 15,
    since: ago(21, '07:10'),
    until: ago(19, '15:30'),
  },
  {
    cluster: 'par2',
    trouble: 'SecureBootSettings',
    first: 1,
    last: 6,
    since: ago(61, '01:40'),
    until: ago(60, '09:15'),
  },
  {
    cluster: 'par4',
    trouble: 'TransientError',
    first: 1,
    last: 12,
    since: ago(34, '13:05'),
    until: ago(34, '21:20'),
  },
] as const;

export function pastOf(cluster: Cluster, index: number, told: StoryHost | undefined, key: string): Past {
  const past: Past = { spells: [], silences: [] };
  const wave = WAVES.find(
    (candidate) =>
      candidate.cluster === `${cluster.site}${cluster.number}` &&
      index >= candidate.first &&
      index <= candidate.last,
  );
  if (told?.spells !== undefined || told?.silences !== undefined) return past;
  if (wave !== undefined) {
    const { trouble, since, until } = wave;
    past.spells.push({ trouble, since: since - whole(0, 11, key, 'wave'), until: until - index });
    return past;
  }
  const incidents = share(key, 'incidents') < 0.45 ? 0 : share(key, 'two') < 0.3 ? 2 : 1;
  for (let number = 0; number < incidents; number += 1) addIncident(past, cluster, number, incidents, key);
  return past;
}

/** Two incidents of one host lie in halves of their own, so that they never overlap. */
function addIncident(past: Past, cluster: Cluster, number: number, of: number, key: string): void {
  const kinds = cluster.mode === 'Tpm' ? KINDS : KINDS_WITHOUT_CHECKS;
  const kind = weighted(kinds, share(key, 'kind', number));
  const days = kind.minDays + (kind.maxDays - kind.minDays) * share(key, 'length', number);
  const span = (OLDEST_DAYS - NEWEST_DAYS) / of;
  const oldest = OLDEST_DAYS - span * number;
  const since = Math.round((oldest - share(key, 'begin', number) * (span - days - 1)) * DAY_MINUTES);
  const until = since - Math.round(days * DAY_MINUTES);
  if (kind.trouble === 'silence') past.silences.push({ since, until });
  else past.spells.push({ trouble: kind.trouble, since, until });
}

function weighted(kinds: readonly Kind[], at: number): Kind {
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  let rest = at * total;
  for (const kind of kinds) {
    rest -= kind.weight;
    if (rest < 0) return kind;
  }
  throw new Error('share() gives less than 1');
}
