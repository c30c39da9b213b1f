import { z } from 'zod';
import { MAIL_PROBLEMS, REPORT_LANGUAGES } from '@/lib/contracts/words/reports';
import { ofEachSetting, SETTING_ORIGINS, SETTINGS } from '@/lib/domain/settings';

const oneSetting = z.object({
  value: z.number().int(),
  /** `environment`: a variable of the server holds it, and it refuses a change. */
  origin: z.enum(SETTING_ORIGINS),
  /** The variable that would hold it. */
  variable: z.string(),
  least: z.number().int(),
  most: z.number().int(),
  /** What it is where nobody sets it. */
  usual: z.number().int(),
});
export type OneSetting = z.infer<typeof oneSetting>;

/** Holds no secret: whether there is a password is all that is said of it. */
const MailSetting = z.object({
  origin: z.literal('environment'),
  variables: z.array(z.string()),
  isConfigured: z.boolean(),
  from: z.object({ name: z.string(), address: z.string() }).nullable(),
  server: z
    .object({
      host: z.string(),
      port: z.number().int(),
      /** `tls` from the first byte; `startTls` must come before anything is sent; `ifOffered`: only where the server offers it. */
      protection: z.enum(['tls', 'startTls', 'ifOffered', 'none']),
      user: z.string().nullable(),
      hasPassword: z.boolean(),
    })
    .nullable(),
  /** The only domains that mail goes to; null where it goes to any. */
  domains: z.array(z.string()).nullable(),
  /** Whether a mail may hold the PDF of a report. */
  files: z.boolean(),
});
export type MailSetting = z.infer<typeof MailSetting>;

const SignInSetting = z.object({
  /** Part of the product: nothing sets them. */
  origin: z.literal('fixed'),
  idleSeconds: z.number().int(),
  longestSeconds: z.number().int(),
  passwordCharacters: z.number().int(),
});

export const Settings = z.object({
  version: z.number().int(),
  ...ofEachSetting(() => oneSetting),
  mail: MailSetting,
  signIn: SignInSetting,
  changed: z.object({ at: z.string(), by: z.object({ id: z.string(), name: z.string() }) }).nullable(),
});
export type Settings = z.infer<typeof Settings>;

const within = ({ least, most }: { least: number; most: number }) =>
  z.number().int().min(least).max(most).nullable().optional();

/** Null brings back what a setting is where nobody sets it. */
export const ChangeSettingsInput = z.strictObject({
  /** That of the settings as they were read. */
  version: z.number().int(),
  ...ofEachSetting((name) => within(SETTINGS[name])),
});
export type ChangeSettingsInput = z.infer<typeof ChangeSettingsInput>;

export const TestMailInput = z.strictObject({ lang: z.enum(REPORT_LANGUAGES) });
export type TestMailInput = z.infer<typeof TestMailInput>;

/** What the mail server made of a mail to oneself: taken, or refused with its own words. */
export const TestMailOutcome = z.object({
  to: z.string(),
  refusal: z.object({ code: z.enum(MAIL_PROBLEMS), detail: z.string() }).nullable(),
});
export type TestMailOutcome = z.infer<typeof TestMailOutcome>;

export const About = z.object({
  asOf: z.string(),
  version: z.string(),
  judgeVersion: z.number().int(),
  /** The agent that this server hands out; null where it is not built. */
  agent: z.object({ version: z.string(), sha256: z.string() }).nullable(),
  process: z.object({
    startedAt: z.string(),
    node: z.string(),
    platform: z.string(),
    publicUrl: z.string(),
    host: z.string(),
    port: z.number().int(),
  }),
  database: z.object({
    name: z.string(),
    /** `embedded`: the PostgreSQL that the server brings along. */
    kind: z.enum(['embedded', 'given']),
    version: z.string(),
    bytes: z.number(),
    /** The newest migration of the schema. */
    schema: z.string(),
    hasReplica: z.boolean(),
  }),
  dataFolder: z.string(),
  /** `own`: this server's certificate; `proxy`: a proxy in front speaks TLS; `none`: this machine alone reaches it. */
  tls: z.object({
    kind: z.enum(['own', 'proxy', 'none']),
    file: z.string().nullable(),
    endsAt: z.string().nullable(),
  }),
  installedAt: z.string().nullable(),
  /** The newest that gf made. What other tools copied is not known here. */
  backup: z.object({ at: z.string(), folder: z.string(), bytes: z.number() }).nullable(),
  restoredAt: z.string().nullable(),
  auditCheckpointFile: z.string().nullable(),
});
export type About = z.infer<typeof About>;

/** How often hosts are told to send now, and after how long without a snapshot they are silent. */
export const SendingInterval = z.object({
  intervalSeconds: z.number().int(),
  silentAfterSeconds: z.number().int(),
});
export type SendingInterval = z.infer<typeof SendingInterval>;
