import { memberOf } from '@/lib/util/guards';

/** The first is for any host; BitLocker's own may turn out to be unnecessary. */
export const RESTARTS = ['guardedRestart', 'restartAfterBitLocker'] as const;
export type RestartStep = (typeof RESTARTS)[number];

const isRestart = memberOf(RESTARTS);
export const restartsHost = <S extends { id: string }>(step: S): step is S & { id: RestartStep } =>
  isRestart(step.id);
export const resumesNode = ({ id }: { id: string }): boolean => id === 'resumeNode';
export const suspendsBitLocker = ({ id }: { id: string }): boolean => id === 'suspendBitLocker';

const isOfMaking = memberOf(['makeCiPolicy', 'testCiPolicy', 'enforceCiPolicy', 'registerCiPolicy']);
/** Most sites have a policy: these steps are for those that have to make and register one. */
export const makesPolicy = ({ id }: { id: string }): boolean => isOfMaking(id);

/** The steps of an entry, split at the restart, so that the restarts of several entries become one. */
export type Cut<S> = {
  before: S[];
  /** The steps right before or during the restart, beginning with the suspension of BitLocker. */
  atRestart: S[];
  restart: (S & { id: RestartStep }) | null;
  after: S[];
};

export function cutAtRestart<S extends { id: string }>(all: readonly S[]): Cut<S> {
  const steps = all.filter((step) => !resumesNode(step));
  const restart = steps.find((step) => restartsHost(step)) ?? null;
  if (restart === null) return { before: steps, atRestart: [], restart, after: [] };
  const at = steps.indexOf(restart);
  const head = steps.slice(0, at);
  const suspended = head.findIndex(suspendsBitLocker);
  const cut = suspended === -1 ? head.length : suspended;
  return { before: head.slice(0, cut), atRestart: head.slice(cut), restart, after: steps.slice(at + 1) };
}
