import type { StepId } from '@/lib/domain/plan/types';
import { remediationFor } from '@/lib/domain/remediation/catalogue';
import type { AttestationMode } from '@/lib/domain/vocabulary';

/** What several failing checks of one host ask for alike: it is done once, where it stands in the order of their repair. */
export type SharedSteps = {
  /** Before the first of them; null where none asks for it. */
  diagnose: StepId | null;
  /** After the last check that needs it, for these checks. */
  restart: { id: StepId; after: string; serves: string[] } | null;
  /** After all of them. */
  resume: StepId | null;
  /** What no check says any more by itself. */
  ids: readonly StepId[];
};

/** BitLocker's first start is a restart with a caution of its own, which holds for all. */
const RESTARTS: readonly StepId[] = ['restartAfterBitLocker', 'guardedRestart'];

/**
 * Null where there is nothing to share. A host whose BitLocker is suspended for one restart keeps the restart of each check:
 * what is done in between would use the suspension up.
 */
export function sharedSteps(checks: readonly string[], mode: AttestationMode): SharedSteps | null {
  const known = checks.flatMap((check) => {
    const entry = remediationFor(check, mode);
    return entry === null ? [] : [{ check, ids: entry.steps.map(({ id }) => id) }];
  });
  if (known.length < 2) return null;
  const has = (id: StepId) => known.some(({ ids }) => ids.includes(id));
  const diagnose = has('diagnose') ? ('diagnose' as const) : null;
  if (has('suspendBitLocker'))
    return { diagnose, restart: null, resume: null, ids: diagnose === null ? [] : [diagnose] };
  const serves = known.filter(({ ids }) => RESTARTS.some((id) => ids.includes(id))).map(({ check }) => check);
  const [id, after] = [RESTARTS.find(has), serves.at(-1)];
  return {
    diagnose,
    restart: id === undefined || after === undefined ? null : { id, after, serves },
    resume: has('resumeNode') ? 'resumeNode' : null,
    ids: ['diagnose', ...RESTARTS, 'resumeNode'],
  };
}
