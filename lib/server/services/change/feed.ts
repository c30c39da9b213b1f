import { ChangeFeed, ChangeQueryInput } from '@/lib/contracts/changes';
import { isAskedChange } from '@/lib/domain/change-filter';
import type { Wave } from '@/lib/domain/waves';
import type { Ctx } from '@/lib/server/context';
import {
  type ChangeQuestion,
  type FleetChange,
  pageOfChanges,
  type WaveSpan,
} from '@/lib/server/db/fleet/answers/changes';
import { verb } from '@/lib/server/verbs/verb';
import { causeTeller } from './caused';
import { writeChangeCursor } from './cursor';
import { changeQuestion, toChangeRow } from './internal';
import { openTeller } from './open-waves';
import { tellable, waveTeller } from './tell-waves';
import { vmsTeller } from './vms';
import { type WaveMember, wavesAround } from './waves';

/** Pages of changes are read until there are enough entries, because a wave of hundreds is only one entry. */
const READING = { atOnce: 300, most: 5 };

type Found = { change: FleetChange; wave: Wave<WaveMember> | undefined };

/** The changes as a person reads them: hosts that turned for the same reason are one entry. */
export const feedChanges = verb({
  procedure: 'change.feed',
  summary: 'Lists changes with their waves folded.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: ChangeQueryInput,
  output: ChangeFeed,
  work: async ({ ctx, input }) => {
    const question = await changeQuestion(ctx, input);
    const { found, resume } = await readEntries(ctx, question, input.limit);
    const waves = found.flatMap(({ wave }) => (wave === undefined ? [] : tellable(wave)));
    const tellWave = await waveTeller(ctx, input, waves);
    const tellOpen = await openTeller(ctx, input, waves);
    const tellVms = await vmsTeller(ctx.db, found);
    return {
      asOf: question.asOf.toISOString(),
      entries: found.map((entry): ChangeFeed['entries'][number] => {
        const { change, wave } = entry;
        const vms = tellVms(entry);
        if (wave === undefined) return { type: 'change', change: { ...toChangeRow(change), ...vms } };
        const told = tellable(wave);
        return { type: 'wave', wave: { ...tellWave(change, told), ...tellOpen(told), ...vms } };
      }),
      nextCursor: resume === null ? null : writeChangeCursor(input, resume),
    };
  },
});

/**
 * A wave stands at the place of its newest change that matches the question. If that change lies on an
 * earlier page, the wave was shown there. What was replaced right before a wave of failures is shown with the
 * wave (./caused.ts). The other changes of a wave that was already met are not read: a wave may have
 * thousands of changes, a page has three hundred.
 */
export async function readEntries(
  ctx: Ctx,
  question: ChangeQuestion,
  limit: number,
  { atOnce, most } = READING,
): Promise<{ found: Found[]; resume: ChangeQuestion['after'] }> {
  const entries: Found[] = [];
  const met = new Map<string, WaveSpan>();
  let { after } = question;
  for (let reads = 0; reads < most; reads += 1) {
    const asked = { ...question, after, passedOver: begunBy(after?.at, met), limit: atOnce };
    const page = await pageOfChanges(ctx.db, asked);
    const waves = await wavesAround(ctx.db, question.fabrics, page, question.asOf);
    const isTold = (wave: Wave<WaveMember>) => newestAsked(wave, question) !== undefined;
    const isToldByFailures = await causeTeller(ctx, { question, page, waves, isTold });
    for (const change of page) {
      const wave = waves.of(change.id);
      if (wave !== undefined && met.has(wave.id)) continue;
      if (wave !== undefined) met.set(wave.id, spanOf(wave));
      if (isToldByFailures(change)) continue;
      if (wave !== undefined && newestAsked(wave, question) !== change.id) continue;
      if (entries.length === limit) return { found: entries, resume: entries.at(-1)?.change ?? null };
      entries.push({ change, wave });
    }
    const last = page.at(-1);
    if (page.length < atOnce || last === undefined) return { found: entries, resume: null };
    after = { at: last.at, id: last.id };
  }
  return { found: entries, resume: after };
}

/** Waves that began before this time. The others have no changes left to read. */
const begunBy = (at: Date | undefined, met: ReadonlyMap<string, WaveSpan>) =>
  [...met.values()].filter(({ startedAt }) => at !== undefined && startedAt <= at);

const spanOf = ({ members, from, to }: Wave<WaveMember>): WaveSpan => ({
  fabricId: members[0]?.fabricId ?? '',
  reason: members[0]?.reason ?? '',
  startedAt: new Date(from),
  endedAt: new Date(to),
});

function newestAsked({ members }: Wave<WaveMember>, { filter, until }: ChangeQuestion): string | undefined {
  const isAsked = ({ change }: WaveMember) =>
    (until === null || change.at < until) &&
    isAskedChange(filter, { ...toChangeRow(change), search: change.search });
  return members.findLast(isAsked)?.id;
}
