import { z } from 'zod';
import { RESTART_QUESTIONS } from '@/lib/domain/restart/facts';
import { RESTART_ANSWERS, RESTART_REASON_CODES } from '@/lib/domain/restart/may-restart';

/** There is no `at`: what was allowed an hour ago says nothing about what is safe now. */
export const MayRestartInput = z.strictObject({
  id: z.string(),
  for: z.enum(RESTART_QUESTIONS).default('drain'),
});
export type MayRestartInput = z.output<typeof MayRestartInput>;

const count = z.number().int().optional();
const words = z.string().nullable().optional();

/** The evidence of a reason: only the members that it needs. */
const Evidence = z.object({
  /** Shielded VMs on the host. */
  running: count,
  total: count,
  /** Other nodes of its cluster. */
  others: count,
  /** The nodes of the reason, with their state in the cluster. */
  nodes: z.array(z.object({ name: z.string().nullable(), state: z.string().nullable() })).optional(),
  /** Windows' word for the state of a Secure Boot update that waits for the restart, and the class of the host. */
  status: words,
  model: words,
  firmwareVersion: words,
  osVersion: words,
  /** A host of that class that passes with the update applied. */
  provenBy: z.string().optional(),
});

export const MayRestart = z.object({
  answer: z.enum(RESTART_ANSWERS),
  for: z.enum(RESTART_QUESTIONS),
  /** The deciding reason comes first. */
  reasons: z.array(
    z.object({
      code: z.enum(RESTART_REASON_CODES),
      /** The answer for which this reason speaks. */
      answer: z.enum(RESTART_ANSWERS),
      text: z.string(),
      evidence: Evidence,
    }),
  ),
  /** Nodes that the host's shielded VMs can move to. */
  ableTargets: z.number().int(),
  asOf: z.string(),
  /** When the host sent the evidence, and until when it is recent enough. */
  evidenceAt: z.string().nullable(),
  evidenceUntil: z.string().nullable(),
});
export type MayRestart = z.infer<typeof MayRestart>;
