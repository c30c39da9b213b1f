import type { ChangeFeed } from '@/lib/contracts/changes';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import { isAskedChange } from '@/lib/domain/change-filter';
import type { Wave } from '@/lib/domain/waves';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { type ChangeQuestion, type FleetChange, pageOfChanges } from '@/lib/server/db/fleet/answers/changes';
import { causeTeller } from './caused';
import { writeChangeCursor } from './cursor';
import { changeQuestion, toChangeRow } from './internal';
import { tellable, waveTeller } from './tell-waves';
import { vmsTeller } from './vms';
import { type WaveMember, wavesAround } from './waves';

/** Changes are read in pages of this many until there are entries enough: a wave of hundreds is one. */
const READ_AT_ONCE = 300;
const MOST_READS = 5;

type Found = { change: FleetChange; wave: Wave<WaveMember> | undefined };

/** What happened, as a person reads it: hosts that turned for the same reason are one entry. */
export async function feedChanges({ ctx, input }: Verb<ChangeQuery>): Promise<ChangeFeed> {
  authorize(ctx, 'history.read');
  const question = await changeQuestion(ctx, input);
  const { found, resume } = await readEntries(ctx, question, input.limit);
  const tellWave = await waveTeller(
    ctx,
    input,
    found.flatMap(({ wave }) => (wave === undefined ? [] : tellable(wave))),
  );
  const tellVms = await vmsTeller(ctx.db, found);
  return {
    asOf: question.asOf.toISOString(),
    entries: found.map((entry) => {
      const { change, wave } = entry;
      const vms = tellVms(entry);
      return wave === undefined
        ? { type: 'change', change: { ...toChangeRow(change), ...vms } }
        : { type: 'wave', wave: { ...tellWave(change, tellable(wave)), ...vms } };
    }),
    nextCursor: resume === null ? null : writeChangeCursor(input, resume),
  };
}

/**
 * A wave stands where the newest of its changes does that the question asks for. One whose newest change lies on
 * an earlier page was told there. What was replaced right before a wave of failures is told with them (./caused.ts).
 */
export async function readEntries(ctx: Ctx, question: ChangeQuestion, limit: number) {
  const entries: Found[] = [];
  let { after } = question;
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const page = await pageOfChanges(ctx.db, { ...question, after, limit: READ_AT_ONCE });
    const waves = await wavesAround(ctx.db, question.fabrics, page, question.asOf);
    const isTold = (wave: Wave<WaveMember>) => newestAsked(wave, question) !== undefined;
    const isToldByFailures = await causeTeller(ctx, { question, page, waves, isTold });
    for (const change of page) {
      const wave = waves.of(change.id);
      if (isToldByFailures(change)) continue;
      if (wave !== undefined && newestAsked(wave, question) !== change.id) continue;
      if (entries.length === limit) return { found: entries, resume: entries.at(-1)?.change ?? null };
      entries.push({ change, wave });
    }
    const last = page.at(-1);
    if (page.length < READ_AT_ONCE || last === undefined) return { found: entries, resume: null };
    after = { at: last.at, id: last.id };
  }
  return { found: entries, resume: after };
}

function newestAsked({ members }: Wave<WaveMember>, { filter, until }: ChangeQuestion): string | undefined {
  const isAsked = ({ change }: WaveMember) =>
    (until === null || change.at < until) &&
    isAskedChange(filter, { ...toChangeRow(change), search: change.search });
  return members.findLast(isAsked)?.id;
}
