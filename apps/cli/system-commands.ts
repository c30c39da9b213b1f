import { type Call, type Command, type Said, text, wholeNumber } from '@/apps/cli/command';
import { readBytes } from '@/apps/cli/input-file';
import { table } from '@/apps/cli/output';
import { parseSince, UsageError } from '@/apps/cli/usage';
import type { AuditEntry, AuditList, AuditVerification } from '@/lib/contracts/audit';
import { AUDIT_DEFAULT_LIMIT } from '@/lib/contracts/words/audit';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import { listAudit, verifyAudit, verifyAuditAgainst } from '@/lib/server/services/system';

const FAULTS = {
  missing: 'is missing: it was deleted, or its number was changed',
  changed: 'was changed after it was written',
  unlinked: 'does not follow the one before it: entries were inserted or swapped',
  cut: 'is missing: entries were cut off at the end',
  rewritten: 'is another one than was written: the log was written anew',
} as const;

function judge(verdict: AuditVerification): Said {
  if (verdict.intact) {
    const { entries, head, checkpoints, torn } = verdict;
    const cut = torn > 0 ? ` (${torn} ${torn === 1 ? 'line was' : 'lines were'} cut short)` : '';
    const held =
      checkpoints > 0
        ? `, holds ${checkpoints} ${checkpoints === 1 ? 'checkpoint' : 'checkpoints'}${cut}`
        : '';
    return { lines: [`${entries} entries, intact${held}, head ${head}`] };
  }
  const { sequence, reason, checkpointAt } = verdict;
  const noted = checkpointAt ? ` (checkpoint of ${checkpointAt})` : '';
  return { lines: [], refusal: `The audit log is broken: entry ${sequence} ${FAULTS[reason]}${noted}` };
}

/** The file that is named, or else the one that the server writes. */
function readCheckpoints({ values, env, log }: Pick<Call, 'values' | 'env' | 'log'>): string | null {
  const given = text(values, 'checkpoints');
  const file = given ?? env.auditCheckpointFile;
  if (file === undefined) {
    log(
      'There is no checkpoint file to hold the log against (--checkpoints, GF_AUDIT_CHECKPOINT_FILE): whether entries were cut off at the end, or all were written anew, was not looked at',
    );
    return null;
  }
  const name = given === undefined ? 'GF_AUDIT_CHECKPOINT_FILE' : '--checkpoints';
  return readBytes(`${name} names a file that`, file).toString('utf8');
}

type Asked = Omit<Parameters<typeof listAudit>[0]['input'], 'limit' | 'cursor'>;

/** Page by page, until there are as many as were asked for. */
async function entriesOf(ctx: Ctx, asked: Asked, count: number) {
  const entries: AuditEntry[] = [];
  const next = (cursor: string | null) => {
    const limit = Math.min(MAX_LIMIT, count - entries.length);
    return listAudit({ ctx, input: { ...asked, cursor, limit } });
  };
  let page: AuditList = await next(null);
  entries.push(...page.entries);
  while (page.nextCursor !== null && entries.length < count) {
    page = await next(page.nextCursor);
    entries.push(...page.entries);
  }
  return { ...page, entries };
}

const rowOf = ({ sequence, at, actor, action, subject, detail }: AuditEntry) => [
  sequence,
  at,
  actor.name ?? [actor.kind, actor.id].filter(Boolean).join(' '),
  action,
  subject && [subject.kind, subject.id, subject.name].filter(Boolean).join(' '),
  JSON.stringify(detail),
];

export const systemCommands: readonly Command[] = [
  {
    usage:
      'audit list [--since 7d|TIME] [--until 1d|TIME] [--actor A] [--action A] [--subject ID|NAME] [--limit 100]',
    does: 'lists the audit log, the newest entries first',
    example: 'audit list --since 7d --action operator',
    verb: listAudit,
    run: async ({ ctx, values, log }) => {
      const time = (word: 'since' | 'until') => {
        const told = text(values, word);
        return told === undefined ? null : parseSince(word, told, ctx.now);
      };
      const count = wholeNumber(values, 'limit') ?? AUDIT_DEFAULT_LIMIT;
      if (count < 1) throw new UsageError('--limit must be at least 1');
      const asked = {
        since: time('since'),
        until: time('until'),
        actor: text(values, 'actor') ?? null,
        action: text(values, 'action') ?? null,
        subject: text(values, 'subject') ?? null,
      };
      const answer = await entriesOf(ctx, asked, count);
      if (answer.nextCursor !== null)
        log(`These are the newest ${count}: there are more, and --limit asks for them`);
      const head = ['sequence', 'at', 'actor', 'action', 'subject', 'detail'];
      return { answer, lines: table(head, answer.entries.map(rowOf)) };
    },
  },
  {
    usage: 'audit verify [--checkpoints FILE]',
    does: 'checks the chain of the audit log, and with a checkpoint file (otherwise GF_AUDIT_CHECKPOINT_FILE) that nothing was cut off or written anew',
    example: 'audit verify --checkpoints /mnt/audit/checkpoints.jsonl',
    verb: verifyAudit,
    run: async ({ ctx, ...call }) => {
      const answer = await verifyAuditAgainst(ctx, readCheckpoints(call));
      return { answer, ...judge(answer) };
    },
  },
];
