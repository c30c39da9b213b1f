import { z } from 'zod';
import { ToldWave } from '@/lib/contracts/changes';
import { AtInput } from '@/lib/contracts/host-query';
import { Text } from '@/lib/contracts/text';
import { MAX_VALUE_CHARS, MAX_VALUES } from '@/lib/contracts/words/host-query';
import { REPORT_KINDS, REPORT_STATES } from '@/lib/contracts/words/reports';
import { MAX_SEARCH_CHARS, SEARCH_KINDS, SEARCH_LIMITS } from '@/lib/contracts/words/search';
import { ROLES } from '@/lib/domain/roles';
import { MATCHES } from '@/lib/domain/search';
import { ATTESTATION_STATUSES, STATES } from '@/lib/domain/vocabulary';

export const SearchInput = z.strictObject({
  q: Text.trim().min(1).max(MAX_SEARCH_CHARS),
  /** What an address has after its word `fabric`: hosts, clusters, checks, causes and waves are of these. */
  fabric: z.array(Text.max(MAX_VALUE_CHARS)).max(MAX_VALUES).default([]),
  at: AtInput,
  /** The language of the titles of checks, causes and fixes, which are looked through. */
  lang: z.enum(['en', 'fr']).default('en'),
  /** How many of each kind the answer may have. */
  limit: z.number().int().min(SEARCH_LIMITS.least).max(SEARCH_LIMITS.most).default(SEARCH_LIMITS.usual),
});
export type SearchInput = z.input<typeof SearchInput>;
export type SearchQuestion = z.output<typeof SearchInput>;

const match = z.enum(MATCHES);
const hosts = z.number().int();

const HostHit = z.object({
  kind: z.literal('host'),
  match,
  id: z.string(),
  hostname: z.string(),
  fqdn: z.string().nullable(),
  fabric: z.string(),
  cluster: z.string().nullable(),
  state: z.enum(STATES),
  attestationStatus: z.enum(ATTESTATION_STATUSES).nullable(),
});
/** `notAble` counts those of its hosts that are not Passed, silent ones included. */
const ClusterHit = z.object({
  kind: z.literal('cluster'),
  match,
  cluster: z.string(),
  fabric: z.string(),
  hosts,
  notAble: hosts,
});
const FabricHit = z.object({ kind: z.literal('fabric'), match, fabric: z.string(), hosts: hosts.nullable() });
/** `title` is null for a check that this version has no words for. `hosts` fail it. */
const CheckHit = z.object({
  kind: z.literal('check'),
  match,
  check: z.string(),
  title: z.string().nullable(),
  hosts,
});
/** `hosts` are not able because of it. */
const CauseHit = z.object({
  kind: z.literal('cause'),
  match,
  cause: z.string(),
  title: z.string().nullable(),
  hosts,
});
/** An entry of the catalogue. */
const FixHit = z.object({ kind: z.literal('fix'), match, key: z.string(), title: z.string() });
const WaveHit = z.object({ kind: z.literal('wave'), match, ...ToldWave.shape });
/** `title` names its kind in the language asked for. `from` and `to` are what it was and became, where it says so. */
const ChangeHit = z.object({
  kind: z.literal('change'),
  match,
  id: z.string(),
  at: z.string(),
  change: z.string(),
  title: z.string(),
  hostId: z.string(),
  hostname: z.string(),
  fabric: z.string(),
  cluster: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Causes that the host has since, and that it no longer has: all that a change from a state to the same one says. */
  gained: z.array(z.string()),
  fixed: z.array(z.string()),
});
const PlanHit = z.object({
  kind: z.literal('plan'),
  match,
  id: z.string(),
  number: z.string(),
  name: z.string(),
  createdAt: z.string(),
  closedAt: z.string().nullable(),
});
const ExceptionHit = z.object({
  kind: z.literal('exception'),
  match,
  id: z.string(),
  /** How people call it, such as `EX-0031`. */
  name: z.string(),
  control: z.string(),
  owner: z.string(),
  hosts,
});
const ReportHit = z.object({
  kind: z.literal('report'),
  match,
  id: z.string(),
  number: z.string(),
  title: z.string(),
  of: z.enum(REPORT_KINDS),
  state: z.enum(REPORT_STATES),
  createdAt: z.string(),
});

/** Whoever hosts have as their owner, which is free text. */
const OwnerHit = z.object({ kind: z.literal('owner'), match, owner: z.string(), hosts });
/** Somebody with an account. */
const OperatorHit = z.object({
  kind: z.literal('operator'),
  match,
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  disabledAt: z.string().nullable(),
});

export const SearchHit = z.discriminatedUnion('kind', [
  HostHit,
  ClusterHit,
  FabricHit,
  CheckHit,
  CauseHit,
  FixHit,
  WaveHit,
  ChangeHit,
  PlanHit,
  ExceptionHit,
  ReportHit,
  OwnerHit,
  OperatorHit,
]);
export type SearchHit = z.infer<typeof SearchHit>;
export type HitOf<Kind extends SearchHit['kind']> = Extract<SearchHit, { kind: Kind }>;

export const SearchAnswer = z.object({
  asOf: z.string(),
  /** The best first; of one match in the order of the kinds. */
  hits: z.array(SearchHit),
  /** Kinds of which more was found than is told. */
  more: z.array(z.enum(SEARCH_KINDS)),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;
