import { z } from 'zod';
import { LEAST_EXPIRY_SECONDS } from '@/lib/contracts/administration';
import { AtInput } from '@/lib/contracts/host-query';
import { Text, UniqueName } from '@/lib/contracts/text';
import { ROLES } from '@/lib/domain/roles';

/** What the console knows of the person signed in. */
export const Me = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  language: z.enum(['en', 'fr']).nullable(),
  theme: z.enum(['light', 'dark']).nullable(),
  /** Whether shortcuts of one key are on. */
  singleKeys: z.boolean(),
  allFabrics: z.boolean(),
});
export type Me = z.infer<typeof Me>;

export const SetPreferencesInput = z.strictObject({
  language: z.enum(['en', 'fr']).optional(),
  theme: z.enum(['light', 'dark']).nullable().optional(),
  singleKeys: z.boolean().optional(),
});
export type SetPreferencesInput = z.infer<typeof SetPreferencesInput>;

export const LookInput = z.strictObject({
  /** True if the person confirms having seen the changes; otherwise they have opened the page. */
  hasSeen: z.boolean().default(false),
});
export type LookInput = z.infer<typeof LookInput>;

/** Since when changes are shown to a person; null if they have never looked before. */
export const LastLook = z.object({ since: z.string().nullable() });
export type LastLook = z.infer<typeof LastLook>;

export const FabricRow = z.object({
  id: z.string(),
  name: z.string(),
  /** The number of hosts at the time asked for; null if that day was dropped. */
  hosts: z.number().int().nullable(),
});
export type FabricRow = z.infer<typeof FabricRow>;

export const ListFabricsInput = z.strictObject({ at: AtInput }).prefault({});
export type ListFabricsInput = z.output<typeof ListFabricsInput>;

export const CreateFabricInput = z.strictObject({ name: UniqueName });
export type CreateFabricInput = z.infer<typeof CreateFabricInput>;

export const ENROLLMENT_TOKEN_DAYS_AT_MOST = 30;

export const CreateEnrollmentTokenInput = z.strictObject({
  fabric: Text,
  uses: z.number().int().min(1).max(100_000).default(1),
  expiresInSeconds: z
    .number()
    .int()
    .min(LEAST_EXPIRY_SECONDS)
    .max(ENROLLMENT_TOKEN_DAYS_AT_MOST * 86_400)
    .default(86_400),
  allowReenroll: z.boolean().default(false),
});
export type CreateEnrollmentTokenInput = z.input<typeof CreateEnrollmentTokenInput>;

/** The secret is shown here and never again. */
export const CreatedEnrollmentToken = z.object({
  id: z.string(),
  token: z.string(),
  fabric: z.string(),
  uses: z.number().int(),
  expiresAt: z.string(),
});
export type CreatedEnrollmentToken = z.infer<typeof CreatedEnrollmentToken>;

/** What a person needs to install the agent, shown on the empty page. */
export const AgentPackage = z.object({
  server: z.string(),
  zipPath: z.string(),
  sha256: z.string(),
  version: z.string(),
});
export type AgentPackage = z.infer<typeof AgentPackage>;

export const SetUpInput = z.strictObject({
  token: z.string(),
  name: Text.trim().min(1).max(100),
  email: z.email().max(254),
  password: z.string().min(12).max(256),
});
export type SetUpInput = z.infer<typeof SetUpInput>;
