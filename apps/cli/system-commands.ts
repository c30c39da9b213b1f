import type { Command } from '@/apps/cli/command';
import type { AuditVerdict } from '@/lib/server/audit/verify';
import { ServiceError } from '@/lib/server/errors';
import { readAgentZip } from '@/lib/server/services/enrollment';
import { verifyAudit } from '@/lib/server/services/system';

const FAULTS = {
  missing: 'is missing: it was deleted, or its number was changed',
  changed: 'was changed after it was written',
  unlinked: 'does not follow the one before it: entries were inserted or swapped',
} as const;

function judge(verdict: AuditVerdict): string[] {
  if (verdict.intact) return [`${verdict.entries} entries, intact, head ${verdict.head}`];
  throw new ServiceError(
    'conflict',
    `The audit log is broken: entry ${verdict.sequence} ${FAULTS[verdict.reason]}`,
  );
}

export const systemCommands: Record<string, Command> = {
  'audit verify': {
    usage: 'audit verify',
    does: 'checks the chain of the audit log; keep the head it prints, outside, to notice a cut tail later',
    words: 0,
    run: async ({ ctx }) => judge(await verifyAudit({ ctx })),
  },
};

/** Needs no database. */
export const agentHash: Omit<Command, 'run'> & { run: () => Promise<readonly string[]> } = {
  usage: 'agent hash',
  does: 'prints the SHA-256 of the agent that this server hands out',
  words: 0,
  run: async () => [(await readAgentZip()).sha256],
};
