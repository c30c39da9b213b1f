import type { HitOf } from '@/lib/contracts/search';
import { CHANGE_KINDS, type ChangeKind } from '@/lib/domain/change-kinds';
import { type ChangeTexts, soughtChanges } from '@/lib/domain/change-words';
import { bestMatch } from '@/lib/domain/search';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';
import { type ChangeQuestion, type FleetChange, pageOfChanges } from '@/lib/server/db/fleet/answers/changes';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { DAY_MS } from '@/lib/util/durations';
import { type Asked, inPast, may, oneMore } from './internal';

const LOOKED_BACK_MS = 30 * DAY_MS;

type Hosts = Promise<readonly HitOf<'host'>[]>;

/**
 * The newest changes of the last 30 days: of a kind that the text names, on any host or on those that the
 * other words match; and all changes of a host that is named in full. Part of a name finds hosts instead.
 */
export async function findChanges(asked: Asked, hosts: Hosts): Promise<HitOf<'change'>[]> {
  const { ctx, question, words } = asked;
  if (!may(ctx, 'history.read')) return [];
  const { kinds, rest } = soughtChanges(words.q, textsOfChanges(words.lang));
  const narrowed =
    kinds.length > 0 ? { filter: filterOf(asked, kinds, rest) } : await ofHostNamed(asked, hosts);
  if (narrowed === null) return [];
  const asOf = momentOf(question.when);
  const changes = await inPast(asked, (view) =>
    pageOfChanges(view, {
      ...{ fabrics: question.fabrics, asOf, since: new Date(asOf.getTime() - LOOKED_BACK_MS) },
      ...{ until: null, after: null, limit: oneMore(asked) },
      ...narrowed,
    }),
  );
  const titles: Titles = titlesOfChanges(words.lang);
  return changes.map((change) => hitOf(change, words.q, titles));
}

function filterOf(
  { question: { filter } }: Asked,
  kinds: readonly ChangeKind[],
  rest: string,
): ChangeQuestion['filter'] {
  return {
    ...(filter.fabric && { fabric: filter.fabric }),
    kind: { include: [...kinds], exclude: [] },
    ...(rest !== '' && { q: { include: [rest], exclude: [] } }),
  };
}

async function ofHostNamed({ question: { filter } }: Asked, hosts: Hosts) {
  const named = (await hosts).filter(({ match }) => match === 'exact');
  if (named.length === 0) return null;
  return {
    filter: filter.fabric ? { fabric: filter.fabric } : {},
    hostIds: named.map(({ id }) => id),
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
const namesOf = (value: unknown) =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** A server of another version may have written kinds that this one does not know. */
type Titles = Readonly<Partial<Record<string, string>>>;

function hitOf(change: FleetChange, wanted: string, titles: Titles): HitOf<'change'> {
  const { id, at, kind, hostId, hostname, fabric, cluster, detail } = change;
  const title = titles[kind] ?? kind;
  return {
    kind: 'change',
    match: bestMatch([title], wanted) ?? 'other',
    ...{ id, at: at.toISOString(), change: kind, title, hostId, hostname, fabric, cluster },
    ...{ from: textOf(detail.from), to: textOf(detail.to) },
    ...{ gained: namesOf(detail.gained), fixed: namesOf(detail.fixed) },
  };
}

/** The title of each kind, as a host's timeline shows it if it has that event. */
export function titlesOfChanges(lang: Locale): Readonly<Record<ChangeKind, string>> {
  const { host, changeWords } = loadMessages(lang);
  return { ...host.timeline.event, ...changeWords.title };
}

/** The titles, and other words with which a person may search for a kind. */
export function textsOfChanges(lang: Locale): ChangeTexts {
  const { any, ignored, further: some } = loadMessages(lang).changeWords;
  const further: Partial<Record<ChangeKind, string>> = some;
  const titles = titlesOfChanges(lang);
  const texts = CHANGE_KINDS.map((kind) => [kind, `${titles[kind]} ${further[kind] ?? ''}`]);
  // Sound: each kind has a text.
  return { any, ignored, ...(Object.fromEntries(texts) as Record<ChangeKind, string>) };
}
