import { z } from 'zod';
import { refuseHalfSelections, SELECTION, type Selection } from '@/lib/contracts/selection';
import { Name, Text } from '@/lib/contracts/text';
import { Time } from '@/lib/contracts/time';
import { DEFAULT_LIMIT, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { PLAN_STATES, TASK_MARKS, TASK_STATES } from '@/lib/domain/plan/progress';
import { GROUP_KINDS, UNCOVERED_REASONS } from '@/lib/domain/plan/types';
import { PLACES } from '@/lib/domain/remediation/types';

const Id = Text.max(100);
const Language = z.enum(['en', 'fr']).default('en');
const Owner = Text.trim().min(1).max(200);

/** First a door reads it, then the verb. Null means now. */
const At = z.union([z.date(), Time]).nullable().default(null);

/** Hosts as in all verbs on many, or those of a wave that are not able again. */
const PLAN_SELECTION = { ...SELECTION, wave: Id.optional() };
export type PlanSelection = Selection & { wave?: string | undefined };

/** The hosts of a wave are refused if the caller gives a count and they are different now. */
function refuseHalf({ wave, ...selection }: PlanSelection): string | null {
  if (wave === undefined) return refuseHalfSelections(selection);
  const { hosts, filter, count, digest } = selection;
  const isAlone = hosts === undefined && filter === undefined;
  const isWhole = (count === undefined) === (digest === undefined);
  return isAlone && isWhole ? null : 'give "wave" alone, or with "count" and "digest"';
}

const wholeSelection = (input: PlanSelection, context: z.core.$RefinementCtx) => {
  const message = refuseHalf(input);
  if (message !== null) context.addIssue({ code: 'custom', message });
};

export const PreviewPlanInput = z
  .strictObject({ ...PLAN_SELECTION, lang: Language })
  .superRefine(wholeSelection);
export type PreviewPlanInput = z.output<typeof PreviewPlanInput>;

export const CreatePlanInput = z
  .strictObject({
    ...PLAN_SELECTION,
    name: Name.optional(),
    owner: Owner.nullable().default(null),
    lang: Language,
  })
  .superRefine(wholeSelection);
export type CreatePlanInput = z.output<typeof CreatePlanInput>;

/** `hgs`: only the steps of the administrator of HGS. */
export const PLAN_PARTS = ['hgs'] as const;
const Part = z.enum(PLAN_PARTS).nullable().default(null);

/** `at`: as it stood then. */
export const GetPlanInput = z.strictObject({ id: Id, lang: Language, for: Part, at: At });
export type GetPlanInput = z.output<typeof GetPlanInput>;

/** `ps1`: all its commands as one script, which shows them before it runs any. */
export const PLAN_FORMATS = ['md', 'csv', 'ps1'] as const;

export const ExportPlanInput = GetPlanInput.extend({ format: z.enum(PLAN_FORMATS) });
export type ExportPlanInput = z.output<typeof ExportPlanInput>;

export const ListPlansInput = z.strictObject({
  /** Any of these states; empty means all. */
  state: z.array(z.enum(PLAN_STATES)).max(PLAN_STATES.length).default([]),
  /** Only plans for this host. Its id is compared with those of tasks as text. */
  host: Id.toLowerCase().nullable().default(null),
  /** Only plans for any host of this wave. */
  wave: Id.nullable().default(null),
  /** The plans as they stood then. */
  at: At,
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(4000).nullable().default(null),
});
export type ListPlansInput = z.output<typeof ListPlansInput>;

const Note = Text.trim().max(2_000).nullable().default(null);

export const SetTaskInput = z.strictObject({
  id: Id,
  task: Id,
  state: z.enum(TASK_MARKS),
  note: Note,
});
export type SetTaskInput = z.output<typeof SetTaskInput>;

export const ConfirmChangeInput = z.strictObject({
  id: Id,
  text: Text.trim().min(1).max(2_000),
  /** The key of the group whose change it is; null for all groups that wait for one. */
  group: Id.nullable().default(null),
  lang: Language,
});
export type ConfirmChangeInput = z.output<typeof ConfirmChangeInput>;

export const ChangePlanInput = z.strictObject({
  id: Id,
  /** The version that the caller saw. */
  version: z.number().int().min(1),
  name: Name.optional(),
  owner: Owner.nullable().optional(),
  lang: Language,
});
export type ChangePlanInput = z.output<typeof ChangePlanInput>;

const Doer = z.object({ id: z.string(), name: z.string() });

const Totals = z.object({
  /** Hosts of tasks and uncovered ones, each once. */
  hosts: z.number().int(),
  /** Shielded virtual machines on hosts without open causes. */
  vmsFreed: z.number().int(),
  fixes: z.number().int(),
  /** Hosts that restart. */
  restarts: z.number().int(),
});

const Able = z.object({
  /** Able nodes of the cluster besides the restarting one. */
  now: z.number().int(),
  /** Nodes that this plan makes able before: each has to be proven first. */
  later: z.number().int(),
});

const PreviewTask = z.object({
  hostId: z.string(),
  hostname: z.string(),
  cluster: z.string().nullable(),
  shieldedVms: z.number().int().nullable(),
  /** The causes that it removes: that of its group, or those that need its restart. */
  causes: z.array(z.string()),
  /** Only for the restart of a node of a cluster. */
  able: Able.optional(),
});

export const PlanTask = PreviewTask.extend({
  id: z.string(),
  /** `done` waits for its proof. */
  state: z.enum(TASK_STATES),
  doneBy: Doer.nullable(),
  doneAt: z.string().nullable(),
  note: z.string().nullable(),
  provenAt: z.string().nullable(),
  regressedAt: z.string().nullable(),
  /** Done two intervals ago, but not proven by a snapshot. */
  isStalled: z.boolean(),
});
export type PlanTask = z.infer<typeof PlanTask>;

export const PlanStep = z.object({
  id: z.string(),
  where: z.enum(PLACES),
  text: z.string(),
  /** PowerShell; also absent if the step waits for a confirmation. */
  command: z.string().optional(),
  restart: z.boolean(),
  caution: z.string().optional(),
  unverified: z.boolean().optional(),
  /** The ids of its hosts within the group; absent means all. */
  hosts: z.array(z.string()).optional(),
  /** The step has no command until a named person has confirmed the change. */
  waitsForConfirmation: z.boolean().optional(),
});
export type PlanStep = z.infer<typeof PlanStep>;

const BaselineGroup = z.object({
  model: z.string().nullable(),
  firmwareVersion: z.string().nullable(),
  osVersion: z.string().nullable(),
  secureBootServicing: z.string().nullable(),
  /**
   * Their measurements are assumed to be equal because of the words above; the first host shows whether they
   * are.
   */
  presumed: z.literal(true),
  policyVersion: z.literal('v1').nullable(),
  captureOn: z.string(),
});

const PreviewGroup = z.object({
  key: z.string(),
  kind: z.enum(GROUP_KINDS),
  /** Null for the restart, which serves all causes of a host. */
  cause: z.string().nullable(),
  title: z.string(),
  /** `hgs` if its administrator has a part in it. */
  where: z.enum(PLACES),
  restart: z.boolean(),
  /** The `order` of the groups in which hosts restart after this one. */
  restartsIn: z.array(z.number().int()),
  order: z.number().int(),
  fabric: z.string().nullable(),
  cluster: z.string().nullable(),
  baselineGroup: BaselineGroup.optional(),
  tasks: z.array(PreviewTask),
});

export const PlanGroup = PreviewGroup.extend({
  tasks: z.array(PlanTask),
  steps: z.array(PlanStep),
  cautions: z.array(z.string()),
  /** Null if nothing in it waits for a confirmation. */
  isConfirmed: z.boolean().nullable(),
});
export type PlanGroup = z.infer<typeof PlanGroup>;

const Uncovered = z.object({
  hostId: z.string(),
  hostname: z.string(),
  cause: z.string(),
  reason: z.enum(UNCOVERED_REASONS),
  text: z.string(),
});

export const PlanPreview = z.object({
  asOf: z.string(),
  /** Its hosts, as a selection identifies them. */
  count: z.number().int(),
  digest: z.string(),
  /** The default name. */
  name: z.string(),
  totals: Totals,
  groups: z.array(PreviewGroup),
  uncovered: z.array(Uncovered),
  /** Hosts whose restart another open plan holds: while there are any, the plan cannot be made. */
  held: z.array(
    z.object({
      hostId: z.string(),
      hostname: z.string(),
      /** Null, like its name, if the caller does not see that plan. */
      planId: z.string().nullable(),
      plan: z.string().nullable(),
    }),
  ),
});
export type PlanPreview = z.infer<typeof PlanPreview>;

const Progress = z.object(
  Object.fromEntries([...TASK_STATES, 'total', 'stalled'].map((word) => [word, z.number().int()])) as Record<
    (typeof TASK_STATES)[number] | 'total' | 'stalled',
    z.ZodNumber
  >,
);

export const PlanRow = z.object({
  id: z.string(),
  /** Such as `RP-0147`. */
  number: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  version: z.number().int(),
  fabrics: z.array(z.string()),
  createdBy: Doer,
  createdAt: z.string(),
  closedBy: Doer.nullable(),
  closedAt: z.string().nullable(),
  state: z.enum(PLAN_STATES),
  totals: Totals,
  /** How many of its tasks are in each state. */
  progress: Progress,
  /** The same for its tasks on the host by which a list is filtered; absent without one. */
  onHost: Progress.optional(),
});
export type PlanRow = z.infer<typeof PlanRow>;

export const PlanDetail = PlanRow.extend({
  asOf: z.string(),
  catalogueVersion: z.string(),
  groups: z.array(PlanGroup),
  confirmations: z.array(
    z.object({
      id: z.string(),
      /** Null for all groups that waited for one. */
      group: z.string().nullable(),
      text: z.string(),
      confirmedBy: Doer,
      confirmedAt: z.string(),
    }),
  ),
  uncovered: z.array(Uncovered),
});
export type PlanDetail = z.infer<typeof PlanDetail>;

export const PlanList = z.object({
  asOf: z.string(),
  /** The newest first. */
  plans: z.array(PlanRow),
  nextCursor: z.string().nullable(),
});
export type PlanList = z.infer<typeof PlanList>;
