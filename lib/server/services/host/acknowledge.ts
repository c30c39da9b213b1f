import { z } from 'zod';
import {
  AcknowledgeInput,
  AcknowledgementPreview,
  EndAcknowledgementInput,
  PreviewAcknowledgementInput,
} from '@/lib/contracts/acknowledgement';
import { SelectionResult } from '@/lib/contracts/selection';
import { mayAcknowledge, refusedUntil } from '@/lib/domain/acknowledgement';
import { auditAll } from '@/lib/server/audit/record';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { acknowledgementAt, acknowledgementsOf } from '@/lib/server/db/fleet/answers/acknowledgement';
import { hostsOfExceptions } from '@/lib/server/db/fleet/answers/excepted-hosts';
import { lockForDecision, writeAcknowledgements } from '@/lib/server/db/ingest/acknowledgements';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { findLiveHost } from './find-host';
import { selectHosts } from './select';
import { workOnSelected } from './work-on-selected';

const ABLE = { code: 'nothing_to_acknowledge', message: 'This host can run shielded VMs' };

/**
 * Records that somebody takes care of hosts in their present condition. No count changes. The acknowledgement
 * ends when the host's state or failing checks change, or at its own end. A new one replaces the old one.
 */
export const acknowledgeHosts = verb({
  procedure: 'host.acknowledge',
  route: { at: 'POST /api/v1/hosts/acknowledge' },
  summary: 'Acknowledges that the selected hosts fail, for a time.',
  right: 'host.acknowledge',
  kind: 'command',
  input: AcknowledgeInput,
  output: SelectionResult,
  inThousands: true,
  work: async ({ ctx, input }) => {
    const { reason, until = null, ...selection } = input;
    const rule = until === null ? null : refusedUntil(until, ctx.now);
    if (rule !== null) throw new ServiceError('invalid_value', `until: ${rule}`, { pointer: '/until' });
    return workOnSelected(ctx, selection, (tx, ids) => acknowledge(tx, ctx, ids, { reason, until }));
  },
});

/** How many of the selected hosts can be acknowledged now. Nothing is written. */
export const previewAcknowledgement = verb({
  procedure: 'host.previewAcknowledgement',
  route: { at: 'POST /api/v1/hosts/acknowledge/preview' },
  summary: 'Says which of the selected hosts could be acknowledged.',
  right: 'host.acknowledge',
  kind: 'question',
  input: PreviewAcknowledgementInput,
  output: AcknowledgementPreview,
  work: async ({ ctx, input }) => {
    const ids = (await selectHosts(ctx, input)).map(({ id }) => id);
    const hosts = await hostsOfExceptions(ctx.db, { when: { live: ctx.now }, fabrics: 'all' }, ids);
    const failing = hosts.filter(({ state }) => mayAcknowledge(state)).map(({ id }) => id);
    const standing = await acknowledgementsOf(ctx.db, failing, ctx.now);
    const [acknowledgeable, acknowledged] = [failing.length, standing.length];
    return { asOf: ctx.now.toISOString(), count: ids.length, acknowledgeable, acknowledged };
  },
});

async function acknowledge(
  tx: Db,
  ctx: Ctx,
  ids: readonly string[],
  { reason, until }: { reason: string; until: Date | null },
): Promise<SelectionResult> {
  await lockForDecision(tx, ids);
  const hosts = await hostsOfExceptions(tx, { when: { live: ctx.now }, fabrics: 'all' }, ids);
  const failing = hosts.filter(({ state }) => mayAcknowledge(state));
  const done = failing.map(({ id }) => id).sort();
  const said = { text: reason, endsAt: until, withdrawn: false, recordedBy: recordedBy(ctx.actor) };
  await writeAcknowledgements(tx, done, said, ctx.now);
  if (done.length > 0) await raiseWatermark(tx);
  await auditAll(
    tx,
    ctx,
    failing.map(({ id, hostname, state, causes }) => ({
      action: 'host.acknowledged',
      subject: { kind: 'host', id },
      detail: { name: hostname, state, causes, reason, until: until?.toISOString() ?? null },
    })),
  );
  const able = hosts.filter(({ state }) => !mayAcknowledge(state));
  return { done, refused: able.map(({ id, hostname }) => ({ id, hostname, ...ABLE })) };
}

/** Ends the acknowledgement: the host no longer shows anybody who takes care of it. */
export const endAcknowledgement = verb({
  procedure: 'host.endAcknowledgement',
  route: { at: 'DELETE /api/v1/hosts/:id/acknowledgement', parts: { id: 'host' }, status: 204 },
  summary: 'Ends the acknowledgement of a host.',
  right: 'host.acknowledge',
  kind: 'command',
  input: EndAcknowledgementInput,
  output: z.object({ id: z.string() }),
  audit: 'host.acknowledgementEnded',
  work: async ({ ctx, input, audit }) => {
    const { id, nameKey } = await findLiveHost(ctx, input.host);
    await transact(ctx.db, async (tx) => {
      await lockForDecision(tx, [id]);
      const standing = await acknowledgementAt(tx, id, ctx.now);
      if (standing === null) throw new ServiceError('not_found', 'Nobody has acknowledged this host');
      const ended = { text: '', endsAt: null, withdrawn: true, recordedBy: recordedBy(ctx.actor) };
      await writeAcknowledgements(tx, [id], ended, ctx.now);
      await raiseWatermark(tx);
      const detail = { name: nameKey, reason: standing.text };
      await audit(tx, { subject: { kind: 'host', id }, detail });
    });
    return { id };
  },
});
