import { z } from 'zod';
import { AtInput } from '@/lib/contracts/host-query';
import { refuseHalfSelections, SELECTION } from '@/lib/contracts/selection';
import { Line, Prose, Text } from '@/lib/contracts/text';
import { Time } from '@/lib/contracts/time';
import { DEFAULT_LIMIT, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { EXCEPTION_STATES } from '@/lib/domain/exception';
import { COMPLIANCE, STATES } from '@/lib/domain/vocabulary';

const Words = Prose.max(2_000);
const CAUSES_AT_MOST = 100;

const TERMS = { reason: Words, reviewAt: Time, endsAt: Time };

/** The request of a person or a program. lib/domain/exception.ts checks its dates. */
export const RequestExceptionInput = z
  .strictObject({
    ...SELECTION,
    ...TERMS,
    causes: z.array(Text.min(1).max(200)).min(1).max(CAUSES_AT_MOST),
    control: Words,
    owner: Line.max(200),
  })
  .superRefine((input, context) => {
    const message = refuseHalfSelections(input);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
export type RequestExceptionInput = z.output<typeof RequestExceptionInput>;

export const RenewExceptionInput = z.strictObject({ id: Text.max(100), ...TERMS });
export type RenewExceptionInput = z.output<typeof RenewExceptionInput>;

export const GetExceptionInput = z.strictObject({ id: Text.max(100), at: AtInput });
export type GetExceptionInput = z.output<typeof GetExceptionInput>;

const States = z.array(z.enum(EXCEPTION_STATES)).max(EXCEPTION_STATES.length);

export const ListExceptionsInput = z.strictObject({
  /** Any of these states; empty means all. */
  state: States.default([]),
  /** Only exceptions that end before this time. */
  endingBefore: AtInput,
  /** True: only those that a later one in force renews; false: only the others. */
  renewed: z.boolean().optional(),
  /** Only exceptions for hosts of these fabrics, by id or name; `-NAME` excludes one, as in lists of hosts. */
  fabric: z.array(Text.max(1000)).max(1000).default([]),
  /** Only exceptions for this host. */
  host: Text.max(100).nullable().default(null),
  at: AtInput,
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(4000).nullable().default(null),
});
export type ListExceptionsInput = z.output<typeof ListExceptionsInput>;

export const EXCEPTION_EXPORT_FORMATS = ['csv'] as const;

export const ExportExceptionsInput = ListExceptionsInput.omit({ limit: true, cursor: true }).extend({
  format: z.enum(EXCEPTION_EXPORT_FORMATS),
  lang: z.enum(['en', 'fr']).default('en'),
});
export type ExportExceptionsInput = z.output<typeof ExportExceptionsInput>;

export const ExceptionSummaryInput = ListExceptionsInput.pick({ fabric: true, at: true });
export type ExceptionSummaryInput = z.output<typeof ExceptionSummaryInput>;

/** Who did something: a person or a token by name, or this server's own shell. */
const Doer = z.object({ id: z.string(), name: z.string() });

const Counts = z.object(
  Object.fromEntries(COMPLIANCE.map((word) => [word, z.number().int()])) as Record<
    (typeof COMPLIANCE)[number],
    z.ZodNumber
  >,
);

const Other = z.object({
  id: z.string(),
  number: z.number().int(),
  state: z.enum(EXCEPTION_STATES),
  endsAt: z.string(),
});

export const ExceptionRow = z.object({
  id: z.string(),
  number: z.number().int(),
  /** How people call it, such as `EX-0031`. */
  name: z.string(),
  state: z.enum(EXCEPTION_STATES),
  fabrics: z.array(z.string()),
  causes: z.array(z.string()),
  reason: z.string(),
  /** What reduces the risk in the meantime. */
  control: z.string(),
  owner: z.string(),
  reviewAt: z.string(),
  endsAt: z.string(),
  requestedAt: z.string(),
  requestedBy: Doer,
  /** Whether the caller, or one of their tokens, requested it: then another person has to approve it. */
  isOwn: z.boolean(),
  approvedAt: z.string().nullable(),
  approvedBy: Doer.nullable(),
  withdrawnAt: z.string().nullable(),
  withdrawnBy: Doer.nullable(),
  /** The exception that it renews, and the newest one that renews it. */
  follows: Other.nullable(),
  renewedBy: Other.nullable(),
  /**
   * The state of its hosts at the time asked for; `gone`: no longer in the fleet, or outside the caller's
   * fabrics.
   */
  hosts: Counts.extend({ total: z.number().int(), gone: z.number().int() }),
  /** Shielded virtual machines on its hosts that send and are not able. */
  vmsBlocked: z.number().int(),
  /** The host's name if it has only one, and the cluster if all hosts have the same. */
  hostname: z.string().nullable(),
  cluster: z.string().nullable(),
});
export type ExceptionRow = z.infer<typeof ExceptionRow>;

export const ExceptionList = z.object({
  asOf: z.string(),
  total: z.number().int(),
  /** The newest first. */
  exceptions: z.array(ExceptionRow),
  nextCursor: z.string().nullable(),
  /** The cursor of the page before this one, with newer exceptions. */
  previousCursor: z.string().nullable(),
});
export type ExceptionList = z.infer<typeof ExceptionList>;

export const ExceptionHost = z.object({
  id: z.string(),
  hostname: z.string(),
  fabric: z.string(),
  cluster: z.string().nullable(),
  state: z.enum(STATES),
  compliance: z.enum(COMPLIANCE),
  cause: z.array(z.string()),
  shieldedVms: z.number().int().nullable(),
});

const Affected = z.object({ hosts: z.number().int(), vms: z.number().int() });

export const ExceptionDetail = ExceptionRow.extend({
  asOf: z.string(),
  /** The effect of its approval on its hosts, with their shielded VMs; null if it no longer waits for approval. */
  ifApproved: z
    .object({
      /** They change from non-compliant to excepted. Their VMs stay blocked. */
      turning: Affected,
      /** Neither this exception nor one in force covers one of their causes, so they stay non-compliant. */
      notAll: Affected,
      /** They pass, or are excepted already. */
      unchanged: Affected,
      /** No exception covers silence: they stay unverified. */
      silent: Affected,
      /** Causes that none of its hosts has at that time: the exception covers future failures with these. */
      causesAhead: z.array(z.string()),
    })
    .nullable(),
  /** All ids that it names, as it was requested. */
  hostIds: z.array(z.string()),
  /** The first of them by name, as they are at the time asked for. */
  firstHosts: z.array(ExceptionHost),
});
export type ExceptionDetail = z.infer<typeof ExceptionDetail>;

/** The effect of exceptions on the fleet's figures. */
export const ExceptionSummary = z.object({
  asOf: z.string(),
  exceptions: z.object({
    requested: z.number().int(),
    inForce: z.number().int(),
    /** Those in force that end within 30 days and that no later one in force renews. */
    endingSoon: z.number().int(),
    /** Ended or withdrawn within the last 90 days. */
    endedLately: z.number().int(),
  }),
  hosts: Counts.extend({ total: z.number().int() }),
  /** VMs of excepted hosts. */
  vmsBlocked: z.number().int(),
  /** Hosts that would not be compliant if all exceptions ended now: nonCompliant plus excepted. */
  nonCompliantIfEnded: z.number().int(),
  byFabric: z.array(
    z.object({
      fabric: z.string(),
      total: z.number().int(),
      nonCompliant: z.number().int(),
      nonCompliantIfEnded: z.number().int(),
    }),
  ),
});
export type ExceptionSummary = z.infer<typeof ExceptionSummary>;
