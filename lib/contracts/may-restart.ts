import { z } from 'zod';
import { RESTART_QUESTIONS } from '@/lib/domain/restart/facts';
import { RESTART_ANSWERS, RESTART_REASON_CODES } from '@/lib/domain/restart/may-restart';

/** It has no `at`: what was allowed an hour ago says nothing about what is safe now. */
export const MayRestartInput = z.strictObject({
  id: z.string(),
  for: z.enum(RESTART_QUESTIONS).default('drain'),
});
export type MayRestartInput = z.output<typeof MayRestartInput>;

const count = z.number().int().optional();
const words = z.string().nullable().optional();

/** What a reason rests on; of each member only what the reason is about. */
const Evidence = z.object({
  /** Shielded VMs on the host. */
  running: count,
  total: count,
  /** Other nodes of its cluster. */
  others: count,
  /** Those that the reason is about, with the state that the cluster gives them. */
  nodes: z.array(z.object({ name: z.string().nullable(), state: z.string().nullable() })).optional(),
  /** Windows' word for how far a Secure Boot update is that waits for the restart, and the class of the host. */
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
  /** What decides comes first. */
  reasons: z.array(
    z.object({
      code: z.enum(RESTART_REASON_CODES),
      /** The answer that this reason speaks for. */
      answer: z.enum(RESTART_ANSWERS),
      text: z.string(),
      evidence: Evidence,
    }),
  ),
  /** Nodes that the host's shielded VMs can move to. */
  ableTargets: z.number().int(),
  asOf: z.string(),
  /** When the host sent what this rests on, and until when that is young enough. */
  evidenceAt: z.string().nullable(),
  evidenceUntil: z.string().nullable(),
});
export type MayRestart = z.infer<typeof MayRestart>;
