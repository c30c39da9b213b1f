import { z } from 'zod';
import { Text } from '@/lib/contracts/text';
import { ROLES } from '@/lib/domain/roles';

const Name = Text.trim().min(1).max(100);
const ExpiresInSeconds = z
  .number()
  .int()
  .min(60)
  .max(366 * 86_400);

export const ById = z.strictObject({ id: Text.max(100) });
export type ById = z.infer<typeof ById>;

/** Each by its id or by a name that it alone goes by. */
export const MergeHostsInput = z.strictObject({ id: Text.max(300), into: Text.max(300) });
export type MergeHostsInput = z.infer<typeof MergeHostsInput>;

export const Done = z.object({ id: z.string() });
export type Done = z.infer<typeof Done>;

export const OperatorRow = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  /** Names; null for all. */
  fabrics: z.array(z.string()).nullable(),
  createdAt: z.string(),
  disabledAt: z.string().nullable(),
});
export type OperatorRow = z.infer<typeof OperatorRow>;

export const Password = z.string().min(12).max(256);

export const CreateOperatorInput = z.strictObject({
  email: z.email().max(254),
  /** The part before the @ where none is given. */
  name: Name.optional(),
  role: z.enum(ROLES),
  /** Names or ids; all fabrics where absent. */
  fabrics: z.array(Text.max(100)).min(1).max(1_000).optional(),
  password: Password,
});
export type CreateOperatorInput = z.infer<typeof CreateOperatorInput>;

export const ResetPasswordInput = z.strictObject({ id: Text.max(254), password: Password });
export type ResetPasswordInput = z.infer<typeof ResetPasswordInput>;

export const EnrollmentTokenRow = z.object({
  id: z.string(),
  fabric: z.string(),
  uses: z.number().int(),
  used: z.number().int(),
  allowReenroll: z.boolean(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  usable: z.boolean(),
});
export type EnrollmentTokenRow = z.infer<typeof EnrollmentTokenRow>;

export const CreateApiTokenInput = z.strictObject({
  name: Name,
  role: z.enum(ROLES),
  fabrics: z.array(Text.max(100)).min(1).max(1_000).optional(),
  expiresInSeconds: ExpiresInSeconds.default(90 * 86_400),
});
export type CreateApiTokenInput = z.input<typeof CreateApiTokenInput>;

/** The secret is shown here and never again. */
export const CreatedApiToken = z.object({ id: z.string(), token: z.string(), expiresAt: z.string() });
export type CreatedApiToken = z.infer<typeof CreatedApiToken>;

export const ApiTokenRow = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  /** Names; null for all. */
  fabrics: z.array(z.string()).nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  usable: z.boolean(),
});
export type ApiTokenRow = z.infer<typeof ApiTokenRow>;

export const CanSetUpInput = z.strictObject({ token: z.string().max(200) });
export type CanSetUpInput = z.infer<typeof CanSetUpInput>;
