import { z } from 'zod';
import { AtInput } from '@/lib/contracts/host-query';
import { Text } from '@/lib/contracts/text';
import { RESTART_ANSWERS } from '@/lib/domain/restart/may-restart';
import { BASELINE_NEEDS } from '@/lib/domain/secure-boot/baseline-rows';
import { BOOT_STAGES } from '@/lib/domain/secure-boot/stage';

const fabric = z
  .strictObject({ include: z.array(Text.max(1000)).max(1000), exclude: z.array(Text.max(1000)).max(1000) })
  .optional();

/** What a proof rests on may stand anywhere in a fabric: no other word narrows this. */
export const SecureBootInput = z.strictObject({
  filter: z.strictObject({ fabric }).default({}),
  at: AtInput,
});
export type SecureBootInput = z.output<typeof SecureBootInput>;

const hosts = z.number().int();

/** `filter`: the words of `/api/v1/hosts` that list exactly these hosts. */
const FIGURE = { hosts, vms: z.number(), filter: z.string() };
const Figure = z.object(FIGURE);

const CLASS = {
  /** Null: the hosts do not say. */
  model: z.string().nullable(),
  firmwareVersion: z.string().nullable(),
  osVersion: z.string().nullable(),
};

/** The first few by name, and how many there are. */
const CLUSTERS = { clusters: z.array(z.string()), clusterCount: hosts };

/** Plans that nobody has closed, of hosts here of which HGS refuses how they were started. */
const PLANS = { plans: z.array(z.object({ id: z.string(), number: z.string(), name: z.string() })) };

const stage = z.enum(BOOT_STAGES);

const Cell = z.object({
  stage,
  ...FIGURE,
  /** HGS names SecureBootSettings of these now. */
  refused: Figure.nullable(),
  /** Able now, and refused after a restart. */
  falling: Figure.nullable(),
  /** HGS accepts a host of the same class with all of it done, in each fabric, so that these may go on. */
  isReady: z.boolean(),
});

export const SecureBootClass = z.object({
  ...CLASS,
  ...CLUSTERS,
  ...PLANS,
  total: Figure,
  cells: z.array(Cell),
});
export type SecureBootClass = z.infer<typeof SecureBootClass>;

export const SecureBootBaseline = z.object({
  ...CLASS,
  ...CLUSTERS,
  ...PLANS,
  fabric: z.string(),
  need: z.enum(BASELINE_NEEDS),
  /** The boot state that HGS has to know; null: which one it will be cannot be told. */
  stage: stage.nullable(),
  covers: Figure,
  /** How many hosts of the class HGS accepts with all of it done. */
  provenBy: hosts,
});
export type SecureBootBaseline = z.infer<typeof SecureBootBaseline>;

export const SecureBootCluster = z.object({
  fabric: z.string(),
  cluster: z.string(),
  answer: z.enum(RESTART_ANSWERS),
  all: Figure,
  able: Figure,
  falling: Figure.nullable(),
  ableAfter: hosts,
});
export type SecureBootCluster = z.infer<typeof SecureBootCluster>;

const inTwo = z.object({ en: z.string(), fr: z.string() });
const VendorFact = z.object({
  about: z.string(),
  text: inTwo,
  source: z.string(),
  url: z.url(),
  readOn: z.iso.date(),
});

export const SecureBoot = z.object({
  asOf: z.string(),
  total: Figure,
  stages: z.array(z.object({ stage, ...FIGURE })),
  falling: z.object({ hosts, vms: z.number() }),
  /** HGS does not judge how these were started. */
  unjudged: Figure,
  /** The largest; `classCount` is how many there are. So with the clusters and baselines. */
  classes: z.array(SecureBootClass),
  classCount: hosts,
  baselines: z.array(SecureBootBaseline),
  baselineCount: hosts,
  missingBaselines: hosts,
  clusters: z.array(SecureBootCluster),
  clusterCount: hosts,
  facts: z.array(VendorFact),
});
export type SecureBoot = z.infer<typeof SecureBoot>;
