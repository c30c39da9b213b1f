import { z } from 'zod';
import { GROUP_KINDS, type PlannedGroup, type StepId, UNCOVERED_REASONS } from '@/lib/domain/plan/types';
import { STEPS } from '@/lib/domain/remediation/steps';
import { PLACES } from '@/lib/domain/remediation/types';

const Words = z.string().nullable();

const Host = z.object({
  id: z.string(),
  /** The host's name when the plan was made. A host that leaves the fleet keeps this name in the plan. */
  hostname: z.string(),
  fabricId: z.string(),
  cluster: Words,
  shieldedVms: z.number().nullable(),
});

/** A step that a later catalogue no longer has is left out, so that its plan can still be read. */
const Step = z.object({ id: z.string(), hosts: z.array(z.string()).optional() });

const Group = z.object({
  key: z.string(),
  kind: z.enum(GROUP_KINDS),
  cause: Words,
  entryId: Words,
  where: z.enum(PLACES),
  fabricId: Words,
  cluster: Words,
  baseline: z
    .object({
      model: Words,
      firmwareVersion: Words,
      osVersion: Words,
      secureBootServicing: Words,
      policyVersion: z.literal('v1').nullable(),
      captureOn: z.string(),
    })
    .nullable(),
  tasks: z.array(
    z.object({
      hostId: z.string(),
      causes: z.array(z.string()),
      able: z.object({ now: z.number(), later: z.number() }).optional(),
    }),
  ),
  steps: z.array(Step),
});

const Content = z.object({
  catalogueVersion: z.string(),
  hosts: z.array(Host),
  groups: z.array(Group),
  uncovered: z.array(z.object({ hostId: z.string(), cause: z.string(), reason: z.enum(UNCOVERED_REASONS) })),
  totals: z.object({
    hosts: z.number(),
    vmsFreed: z.number(),
    fixes: z.number(),
    restarts: z.number(),
  }),
});

export type ContentHost = z.infer<typeof Host>;
export type PlanContent = Omit<z.infer<typeof Content>, 'groups'> & { groups: PlannedGroup[] };

const isStepId = (id: string): id is StepId => Object.hasOwn(STEPS, id);

/** The content of a plan as it was stored when the plan was made. */
export function readContent(stored: unknown): PlanContent {
  const { groups, ...content } = Content.parse(stored);
  const known = groups.map(({ steps, tasks, ...group }) => ({
    ...group,
    tasks: tasks.map(({ able, ...task }) => ({ ...task, ...(able && { able }) })),
    steps: steps.flatMap(({ id, hosts }) => (isStepId(id) ? [{ id, ...(hosts && { hosts }) }] : [])),
  }));
  return { ...content, groups: known };
}
