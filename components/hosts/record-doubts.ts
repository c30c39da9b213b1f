import type { HostView } from '@/lib/client/outputs';

/** What may be wrong with a host's record, or with what it sends, in the order in which its panels stand. */
const DOUBTS = {
  otherMachine: ({ otherMachine }) => otherMachine !== null,
  duplicates: ({ duplicates }) => duplicates.length > 0,
  overLimit: ({ overLimitSince }) => overLimitSince !== null,
  credential: ({ credential }) => credential?.isRenewalOverdue === true,
  noisy: ({ noisy }) => noisy,
} as const satisfies Record<string, (host: HostView) => boolean>;

export type Doubt = keyof typeof DOUBTS;

/** Their panels (identity-panels.tsx) are loaded only where there is one: few hosts have any. */
export const doubtsOf = (host: HostView): Doubt[] =>
  (Object.keys(DOUBTS) as Doubt[]).filter((doubt) => DOUBTS[doubt](host));
