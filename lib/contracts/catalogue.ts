import { z } from 'zod';
import { linesIn, MAX_EXPLAIN_CHARS, MAX_EXPLAIN_LINES } from '@/lib/contracts/words/catalogue';
import { MAX_VALUE_CHARS, MAX_VALUES } from '@/lib/contracts/words/host-query';
import { REPAIR_PARTS, TWICE } from '@/lib/domain/remediation/repair-sequence';
import { ENTRY_KINDS, PLACES } from '@/lib/domain/remediation/types';
import { ATTESTATION_MODES, ATTESTATION_STATUSES } from '@/lib/domain/vocabulary';

const Place = z.enum(PLACES);

export const CatalogueStep = z.object({
  /** The same in every language, and wherever the same is done. */
  id: z.string(),
  where: Place,
  text: z.string(),
  /** PowerShell; the same in every language. */
  command: z.string().optional(),
  restart: z.boolean(),
  caution: z.string().optional(),
  /** Not in the vendor's documentation, so it has to be tried on one host first. */
  unverified: z.boolean().optional(),
});

export const CatalogueEntry = z.object({
  key: z.string(),
  kind: z.enum(ENTRY_KINDS),
  /** The attestation modes this entry is for; absent: all. */
  modes: z.array(z.enum(ATTESTATION_MODES)).optional(),
  title: z.string(),
  meaning: z.string(),
  evidence: z.string(),
  steps: z.array(CatalogueStep),
  verify: z.object({ where: Place, command: z.string(), expect: z.string() }),
  cautions: z.array(z.string()),
  /** The vendor's pages. */
  links: z.array(z.object({ title: z.string(), url: z.string() })),
});
export type CatalogueEntry = z.infer<typeof CatalogueEntry>;

const RepairPart = z.object({
  part: z.enum(REPAIR_PARTS),
  /** The entry that is repaired; for a restart, all entries that need it. */
  keys: z.array(z.string()),
  /** The index of a `fix` among the entries of the answer. */
  entry: z.number().int().optional(),
  steps: z.array(CatalogueStep),
});

/**
 * Steps that several entries share are done once for a host: one diagnosis, one restart, one return of the
 * node.
 */
export const Repair = z.object({
  parts: z.array(RepairPart),
  restarts: z.number().int(),
  /** Why a host restarts twice, as a code and as text; null if it does not. */
  twice: z.enum(TWICE).nullable(),
  why: z.string().nullable(),
});
export type Repair = z.infer<typeof Repair>;

const Language = z.enum(['en', 'fr']);

export const CatalogueInput = z.strictObject({
  lang: Language.default('en'),
  /** Only the entries with these names. Hosts name checks freely, so a name without an entry is no error. */
  key: z.array(z.string().max(MAX_VALUE_CHARS)).max(MAX_VALUES).optional(),
  /**
   * The attestation mode of the host that has these problems: with a mode the answer also has its repair as
   * one sequence.
   */
  mode: z.enum(ATTESTATION_MODES).optional(),
  /** Whether Windows sees an IOMMU on the host; absent if unknown. */
  iommu: z.enum(['seen', 'notSeen']).optional(),
});
export type CatalogueInput = z.input<typeof CatalogueInput>;

export const Catalogue = z.object({
  version: z.string(),
  lang: Language,
  entries: z.array(CatalogueEntry),
  /** Only where a mode was given. */
  repair: Repair.optional(),
});
export type Catalogue = z.infer<typeof Catalogue>;

export const ExplainInput = z.strictObject({
  text: z
    .string()
    .max(MAX_EXPLAIN_CHARS)
    .refine((text) => linesIn(text) <= MAX_EXPLAIN_LINES, {
      error: `must have at most ${MAX_EXPLAIN_LINES} lines`,
    }),
  lang: Language.default('en'),
});
export type ExplainInput = z.input<typeof ExplainInput>;

const ExplainedVerdict = z.object({ code: z.string(), text: z.string() });

const ExplainedHost = z.object({
  /** Null if the text does not name the host of this output. */
  name: z.string().nullable(),
  attestationStatus: z.enum(ATTESTATION_STATUSES).nullable(),
  failingChecks: z.array(z.string()),
  verdict: ExplainedVerdict,
});
export type ExplainedHost = z.infer<typeof ExplainedHost>;

/** Status, mode and checks are those of the worst host if a text is about several. */
export const ExplainOutput = z.object({
  /** The host of a text about one; null if the text does not name it, or is about several. */
  name: z.string().nullable(),
  attestationStatus: z.enum(ATTESTATION_STATUSES).nullable(),
  attestationMode: z.enum(ATTESTATION_MODES),
  failingChecks: z.array(z.string()),
  verdict: ExplainedVerdict,
  /** Only for a text about several hosts or with several outputs: each of them, in order. */
  hosts: z.array(ExplainedHost).optional(),
  /** What a reader must know about the paste besides its verdict, such as a list that PowerShell cut. */
  notes: z.array(z.object({ code: z.string(), text: z.string() })),
  remediation: z.array(CatalogueEntry),
  /** The repair as one sequence; null if there are `hosts`, which each have their own. */
  repair: Repair.nullable(),
  understood: z.array(z.object({ field: z.string(), value: z.string() })),
  /** Lines that were not understood, as they were sent, without blank ones. */
  ignored: z.array(z.string()),
});
export type ExplainOutput = z.infer<typeof ExplainOutput>;
