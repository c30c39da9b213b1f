import { z } from 'zod';
import { Name, Text, UniqueName } from '@/lib/contracts/text';
import { ROLES } from '@/lib/domain/roles';

/** The least time for which a secret with an end is valid. */
export const LEAST_EXPIRY_SECONDS = 60;
export const API_TOKEN_DAYS_AT_MOST = 366;
const ExpiresInSeconds = z
  .number()
  .int()
  .min(LEAST_EXPIRY_SECONDS)
  .max(API_TOKEN_DAYS_AT_MOST * 86_400);

export const ById = z.strictObject({ id: Text.max(100) });
export type ById = z.infer<typeof ById>;

/** Each is given by its id or by a name that only it has. */
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
  /** Browsers that are signed in. */
  sessions: z.number().int(),
  /** When one of them was last used, to the minute; null where none is signed in. */
  lastSeenAt: z.string().nullable(),
  /** When the link of an unused invitation expires. */
  invitedUntil: z.string().nullable(),
});
export type OperatorRow = z.infer<typeof OperatorRow>;

export const Password = z.string().min(12).max(256);

export const CreateOperatorInput = z.strictObject({
  email: z.email().max(254),
  /** Defaults to the part before the @ of the address. */
  name: Name.optional(),
  role: z.enum(ROLES),
  /** Names or ids; all fabrics where absent. */
  fabrics: z.array(Text.max(100)).min(1).max(1_000).optional(),
  password: Password,
});
export type CreateOperatorInput = z.infer<typeof CreateOperatorInput>;

/** Has no password: the invited person chooses one by a link. */
export const InviteOperatorInput = CreateOperatorInput.omit({ password: true });
export type InviteOperatorInput = z.infer<typeof InviteOperatorInput>;

/** A link that works once, shown here and never again. */
export const Invitation = z.object({ link: z.string(), expiresAt: z.string() });
export type Invitation = z.infer<typeof Invitation>;

export const InvitedOperator = z.object({ id: z.string(), invitation: Invitation });
export type InvitedOperator = z.infer<typeof InvitedOperator>;

/** The person to whom a working link belongs. */
export const InvitedPerson = z.object({ name: z.string(), email: z.string() });
export type InvitedPerson = z.infer<typeof InvitedPerson>;

export const AcceptInvitationInput = z.strictObject({ token: Text.max(200), password: Password });
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>;

export const UpdateOperatorInput = z.strictObject({
  id: Text.max(254),
  role: z.enum(ROLES).optional(),
  /** Names or ids; null for all fabrics. */
  fabrics: z.array(Text.max(100)).min(1).max(1_000).nullable().optional(),
});
export type UpdateOperatorInput = z.infer<typeof UpdateOperatorInput>;

const Made = z.object({ id: z.string(), name: z.string() });

/** The operator or token that was ended, and what ended with it. */
export const EndedAccess = z.object({
  id: z.string(),
  apiTokens: z.array(Made),
  /** Each with the name of its fabric. */
  enrollmentTokens: z.array(Made),
  /** Operators made by the ended one. They stay enabled until a person decides. Each with the e-mail address. */
  operators: z.array(Made),
});
export type EndedAccess = z.infer<typeof EndedAccess>;

/** What the API changes at once: role, fabrics, and whether the account may sign in. */
export const ChangeOperatorInput = UpdateOperatorInput.extend({ disabled: z.boolean().optional() });
export type ChangeOperatorInput = z.infer<typeof ChangeOperatorInput>;

/** The operator as it is now, and what ended with the change. */
export const ChangedOperator = z.object({ operator: OperatorRow, ended: EndedAccess });
export type ChangedOperator = z.infer<typeof ChangedOperator>;

/** The new password, if given, as from a shell; otherwise the answer has a link by which the person chooses one. */
export const RenewPasswordInput = z.strictObject({ id: Text.max(254), password: Password.optional() });
export type RenewPasswordInput = z.infer<typeof RenewPasswordInput>;

export const RenewedPassword = z.object({ ended: EndedAccess, invitation: Invitation.nullable() });
export type RenewedPassword = z.infer<typeof RenewedPassword>;

export const SessionRow = z.object({
  id: z.string(),
  operatorId: z.string(),
  email: z.string(),
  /** Whether it is the session that asks. */
  isCurrent: z.boolean(),
  /** The browser's own description at sign-in ("Microsoft Edge", "Windows"); null if unknown. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  signedInAt: z.string(),
  /** Exact to the minute. */
  lastSeenAt: z.string(),
});
export type SessionRow = z.infer<typeof SessionRow>;

/** The person, by id or e-mail address, whose sessions end; by default the caller. */
export const EndOtherSessionsInput = z.strictObject({ operator: Text.max(254).optional() });
export type EndOtherSessionsInput = z.infer<typeof EndOtherSessionsInput>;

export const EndedSessions = z.object({ ended: z.number().int() });
export type EndedSessions = z.infer<typeof EndedSessions>;

export const SessionList = z.object({ sessions: z.array(SessionRow), nextCursor: z.null() });

export const RenameFabricInput = z.strictObject({ fabric: Text.max(100), name: UniqueName });
export type RenameFabricInput = z.infer<typeof RenameFabricInput>;

export const ResetPasswordInput = z.strictObject({ id: Text.max(254), password: Password });
export type ResetPasswordInput = z.infer<typeof ResetPasswordInput>;

export const EnrollmentTokenRow = z.object({
  id: z.string(),
  fabric: z.string(),
  uses: z.number().int(),
  used: z.number().int(),
  allowReenroll: z.boolean(),
  createdBy: z.string(),
  /** The person, the token or the shell of this server that made it. */
  createdByName: z.string(),
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
  /** The person, the token or the shell of this server that made it. */
  createdByName: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  usable: z.boolean(),
});
export type ApiTokenRow = z.infer<typeof ApiTokenRow>;

export const CanSetUpInput = z.strictObject({ token: z.string().max(200) });
export type CanSetUpInput = z.infer<typeof CanSetUpInput>;
