import type { ToldStep } from '@/components/fleet/remediation-steps';

type Step = Pick<ToldStep, 'id'>;

/** What several failing checks of one host ask for alike: it is done once, where it stands in the order of their repair. */
export type SharedSteps<S extends Step> = {
  /** Before the first of them; null where none asks for it. */
  diagnose: S | null;
  /** After the last check that needs it, for these checks. */
  restart: { step: S; after: string; serves: string[] } | null;
  /** After all of them. */
  resume: S | null;
  /** What no check says any more by itself. */
  ids: readonly string[];
};

/** BitLocker's first start is a restart with a caution of its own, which holds for all. */
const RESTARTS: readonly string[] = ['restartAfterBitLocker', 'guardedRestart'];

/**
 * Null where there is nothing to share. A host whose BitLocker is suspended for one restart keeps the restart of each check:
 * what is done in between would use the suspension up.
 */
export function sharedSteps<S extends Step>(
  checks: readonly string[],
  stepsOf: (check: string) => readonly S[] | null,
): SharedSteps<S> | null {
  const known = checks.flatMap((check) => {
    const steps = stepsOf(check);
    return steps === null ? [] : [{ check, steps }];
  });
  if (known.length < 2) return null;
  const all = known.flatMap(({ steps }) => steps);
  const find = (id: string) => all.find((step) => step.id === id) ?? null;
  const diagnose = find('diagnose');
  if (find('suspendBitLocker') !== null)
    return { diagnose, restart: null, resume: null, ids: diagnose === null ? [] : [diagnose.id] };
  const serves = known
    .filter(({ steps }) => steps.some(({ id }) => RESTARTS.includes(id)))
    .map(({ check }) => check);
  const [step, after] = [RESTARTS.flatMap((id) => find(id) ?? [])[0], serves.at(-1)];
  return {
    diagnose,
    restart: step === undefined || after === undefined ? null : { step, after, serves },
    resume: find('resumeNode'),
    ids: ['diagnose', ...RESTARTS, 'resumeNode'],
  };
}
