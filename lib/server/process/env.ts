import { accessSync, constants } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { Line } from '@/lib/contracts/text';
import {
  SETTING_NAMES,
  SETTINGS,
  type SettingFacts,
  type SettingValues,
  type SettingVariable,
} from '@/lib/domain/settings';
import type { Connections } from '@/lib/server/db/pools';
import { StartupError } from '@/lib/server/process/startup-error';

export type Env = {
  mode: 'production' | 'development' | 'test';
  database: {
    url?: string;
    replicaUrl?: string;
    directUrl?: string;
    migrateUrl?: string;
    connections: Connections;
  };
  dataDir: string;
  host: string;
  port: number;
  tls?: { certFile: string; keyFile: string };
  trustedProxies: string[];
  publicUrl: string;
  /** The name of this installation in reports; null if none is given. */
  installation: { name: string | null; address: string | null };
  admin?: { email: string; password: string };
  /** Settings that variables fix, so that no administrator can change them while the server runs. */
  given: Partial<SettingValues>;
  /** The mail server, the sender, the allowed domains (null for any), and whether mails may have attachments. */
  mail?: {
    url: string;
    from: { name: string; address: string };
    domains: string[] | null;
    files: boolean;
  };
  reportKeyFile?: string;
  /** The log level, and the name of this server in logs. */
  log: { level: string; instance: string };
  auditCheckpointFile?: string;
};

type Source = Readonly<Record<string, string | undefined>>;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  const family = isIP(host);
  return family !== 0 && loopback.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

function isAddressOrSubnet(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

const url = (name: string, protocols: string[], example: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
      error: `${name} must be an address such as ${example}`,
    })
    .optional();

/**
 * libpq accepts several hosts: for URL `a:5432,b:5432` is no address, and `a,b` would be looked up as one
 * host name.
 */
const namesSeveralHosts = (text: string) =>
  /^postgres(?:ql)?:\/\/(?:[^/@]*@)?[^/?#]*,/.test(text) || /[?&]host=[^&#]*(?:,|%2c)/i.test(text);

const postgresUrl = (name: string) =>
  z
    .string()
    .refine((text) => !namesSeveralHosts(text), {
      error:
        `${name} names several hosts, and only one can be used: ` +
        'give the one address that leads to the primary, such as that of a proxy or a virtual IP address',
      abort: true,
    })
    .pipe(url(name, ['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/database').unwrap())
    .optional();

const wholeNumber = (name: string, { least, most }: { least: number; most: number }, why = '') =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `${name} must be a whole number from ${least} to ${most}${why}`,
    })
    .transform(Number);

function settingVariables() {
  const variables = SETTING_NAMES.map((name) => {
    const { variable, leastBecause, ...limits }: SettingFacts = SETTINGS[name];
    const why = leastBecause === undefined ? '' : `: ${leastBecause}`;
    return [variable, wholeNumber(variable, limits, why).optional()] as const;
  });
  return Object.fromEntries(variables) as Record<SettingVariable, (typeof variables)[number][1]>;
}

const readableFile = (name: string) =>
  z
    .string()
    .refine(isReadable, { error: `${name} names a file that cannot be read` })
    .optional();

const proxyList = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every(isAddressOrSubnet), {
    error: 'GF_TRUSTED_PROXIES must be IP addresses or subnets such as 10.0.0.5,10.1.0.0/16',
  })
  .default([]);

const domainList = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim().toLowerCase()))
  .refine((parts) => parts.every((part) => z.email().safeParse(`somebody@${part}`).success), {
    error: 'GF_MAIL_DOMAINS must be domains such as fab.example,mail.fab.example',
  })
  .optional();

/** An address, alone or with a display name. */
function senderOf(text: string): { name: string; address: string } | null {
  const [, quoted = '', inAngles] = /^([^<>\p{Cc}]*)<([^<>]+)>$/u.exec(text.trim()) ?? [];
  const address = inAngles ?? text.trim();
  if (!z.email().safeParse(address).success) return null;
  return { name: quoted.trim().replace(/^"(.*)"$/, '$1') || 'Guarded Fabric', address };
}

const variables = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).catch('production'),
  DATABASE_URL: postgresUrl('DATABASE_URL'),
  DATABASE_REPLICA_URL: postgresUrl('DATABASE_REPLICA_URL'),
  DATABASE_DIRECT_URL: postgresUrl('DATABASE_DIRECT_URL'),
  DATABASE_MIGRATE_URL: postgresUrl('DATABASE_MIGRATE_URL'),
  GF_CONNECTIONS_CONSOLE: wholeNumber('GF_CONNECTIONS_CONSOLE', { least: 4, most: 500 }).optional(),
  GF_CONNECTIONS_INGEST: wholeNumber('GF_CONNECTIONS_INGEST', { least: 8, most: 500 }).optional(),
  GF_CONNECTIONS_FLEET: wholeNumber('GF_CONNECTIONS_FLEET', { least: 4, most: 500 }).optional(),
  GF_CONNECTIONS_JOBS: wholeNumber('GF_CONNECTIONS_JOBS', { least: 6, most: 500 }).optional(),
  GF_DATA_DIR: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber('PORT', { least: 0, most: 65535 }).default(3000),
  GF_TLS_CERT_FILE: readableFile('GF_TLS_CERT_FILE'),
  GF_TLS_KEY_FILE: readableFile('GF_TLS_KEY_FILE'),
  GF_TRUSTED_PROXIES: proxyList,
  GF_PUBLIC_URL: url('GF_PUBLIC_URL', ['http:', 'https:'], 'https://fabric.example'),
  GF_INSTALLATION_NAME: z
    .string()
    .refine((text) => Line.max(100).safeParse(text).success, {
      error:
        'GF_INSTALLATION_NAME must be one line of at most 100 characters, such as Example Corp, production',
    })
    .transform((text) => text.trim())
    .optional(),
  GF_ADMIN_EMAIL: z.email({ error: 'GF_ADMIN_EMAIL must be an e-mail address' }).optional(),
  GF_ADMIN_PASSWORD: z.string().optional(),
  ...settingVariables(),
  GF_SMTP_URL: url('GF_SMTP_URL', ['smtp:', 'smtps:'], 'smtps://user:password@mail.example:465'),
  GF_MAIL_FROM: z
    .string()
    .refine((text) => senderOf(text) !== null, {
      error: 'GF_MAIL_FROM must be an e-mail address, alone or as Guarded Fabric <fabric@mail.example>',
    })
    .optional(),
  GF_MAIL_DOMAINS: domainList,
  GF_MAIL_FILES: z.enum(['none', 'pdf'], { error: 'GF_MAIL_FILES must be none or pdf' }).default('none'),
  GF_REPORT_KEY_FILE: z.string().optional(),
  GF_LOG_LEVEL: z
    .enum(['error', 'warn', 'info', 'debug'], { error: 'GF_LOG_LEVEL must be error, warn, info or debug' })
    .default('info'),
  GF_INSTANCE: z
    .string()
    .refine((text) => Line.max(100).safeParse(text).success, {
      error: 'GF_INSTANCE must be one line of at most 100 characters, such as fabric-1',
    })
    .default(`${hostname()}-${process.pid}`),
  GF_AUDIT_CHECKPOINT_FILE: z.string().optional(),
});

type Variables = z.output<typeof variables>;
type Name = keyof Variables;

const together: readonly (readonly Name[])[] = [
  ['GF_TLS_CERT_FILE', 'GF_TLS_KEY_FILE'],
  ['GF_ADMIN_EMAIL', 'GF_ADMIN_PASSWORD'],
  ['GF_SMTP_URL', 'GF_MAIL_FROM'],
];
const databaseCompanions: readonly Name[] = [
  'DATABASE_REPLICA_URL',
  'DATABASE_DIRECT_URL',
  'DATABASE_MIGRATE_URL',
];

function mistakesBetween(values: Variables): string[] {
  const mistakes: string[] = [];
  for (const group of together) {
    const missing = group.filter((name) => values[name] === undefined);
    if (missing.length > 0 && missing.length < group.length)
      mistakes.push(`${group.join(', ')} belong together: ${missing.join(' and ')} is missing`);
  }
  for (const name of databaseCompanions) {
    if (values[name] && !values.DATABASE_URL)
      mistakes.push(`${name} is given without DATABASE_URL: set DATABASE_URL too, or neither`);
  }
  if (!isLoopback(values.HOST) && !values.GF_TLS_CERT_FILE && values.GF_TRUSTED_PROXIES.length === 0)
    mistakes.push(
      `HOST ${values.HOST} is reachable from other machines, where passwords and credentials would travel unprotected: ` +
        'set GF_TLS_CERT_FILE and GF_TLS_KEY_FILE, or name the proxy in front in GF_TRUSTED_PROXIES',
    );
  if (!isLoopback(values.HOST) && !values.GF_PUBLIC_URL)
    mistakes.push(
      `HOST ${values.HOST} is reachable from other machines, but nothing says under which address: ` +
        'set GF_PUBLIC_URL to the one that people and agents use, such as https://fabric.example',
    );
  return mistakes;
}

/** Variables for features that do not exist yet, because a person who sets one believes that it works. */
function refusedWords(source: Source): string[] {
  const names = Object.keys(source).filter((name) => name.startsWith('GF_OIDC_'));
  if (names.length === 0) return [];
  return [
    `${names.join(', ')}: operators cannot sign in by OpenID Connect yet, only with a password: remove ${names.length > 1 ? 'these variables' : 'this variable'}`,
  ];
}

/** An empty variable counts as absent: container files often set `NAME=`. */
function present(source: Source): Source {
  return Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
}

function publicUrlOf(values: Variables): string {
  if (values.GF_PUBLIC_URL) return values.GF_PUBLIC_URL.replace(/\/+$/, '');
  const scheme = values.GF_TLS_CERT_FILE ? 'https' : 'http';
  const host = isIP(values.HOST) === 6 ? `[${values.HOST}]` : values.HOST;
  return `${scheme}://${host}:${values.PORT}`;
}

/** The public address, without credentials in it. A loopback address is useless to others. */
function addressOf({ GF_PUBLIC_URL: given }: Variables): string | null {
  if (given === undefined) return null;
  const { origin, pathname } = new URL(given);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

function mailOf({ GF_SMTP_URL: url, GF_MAIL_FROM: text, ...values }: Variables): Env['mail'] {
  const from = text === undefined ? null : senderOf(text);
  if (url === undefined || from === null) return undefined;
  return { url, from, domains: values.GF_MAIL_DOMAINS ?? null, files: values.GF_MAIL_FILES === 'pdf' };
}

const givenOf = (values: Variables): Env['given'] =>
  Object.fromEntries(
    SETTING_NAMES.flatMap((name) => {
      const value = values[SETTINGS[name].variable];
      return value === undefined ? [] : [[name, value]];
    }),
  );

function connectionsOf(values: Variables): Connections {
  const given = {
    console: values.GF_CONNECTIONS_CONSOLE,
    ingest: values.GF_CONNECTIONS_INGEST,
    fleet: values.GF_CONNECTIONS_FLEET,
    jobs: values.GF_CONNECTIONS_JOBS,
  };
  return Object.fromEntries(Object.entries(given).filter(([, count]) => count !== undefined));
}

function toEnv(values: Variables): Env {
  return {
    mode: values.NODE_ENV,
    database: {
      url: values.DATABASE_URL,
      replicaUrl: values.DATABASE_REPLICA_URL,
      directUrl: values.DATABASE_DIRECT_URL,
      migrateUrl: values.DATABASE_MIGRATE_URL,
      connections: connectionsOf(values),
    },
    dataDir: path.resolve(values.GF_DATA_DIR ?? 'data'),
    host: values.HOST,
    port: values.PORT,
    tls:
      values.GF_TLS_CERT_FILE && values.GF_TLS_KEY_FILE
        ? { certFile: values.GF_TLS_CERT_FILE, keyFile: values.GF_TLS_KEY_FILE }
        : undefined,
    trustedProxies: values.GF_TRUSTED_PROXIES,
    publicUrl: publicUrlOf(values),
    installation: { name: values.GF_INSTALLATION_NAME ?? null, address: addressOf(values) },
    admin:
      values.GF_ADMIN_EMAIL && values.GF_ADMIN_PASSWORD
        ? { email: values.GF_ADMIN_EMAIL, password: values.GF_ADMIN_PASSWORD }
        : undefined,
    given: givenOf(values),
    mail: mailOf(values),
    reportKeyFile: values.GF_REPORT_KEY_FILE,
    log: { level: values.GF_LOG_LEVEL, instance: values.GF_INSTANCE },
    auditCheckpointFile: values.GF_AUDIT_CHECKPOINT_FILE,
  };
}

/**
 * The only reader of the environment. Reports all mistakes at once, one sentence each, never with a secret in
 * it.
 */
export function loadEnv(source: Source = process.env): Env {
  const given = present(source);
  const refused = refusedWords(given);
  const parsed = variables.safeParse(given);
  if (!parsed.success)
    throw new StartupError([...parsed.error.issues.map((issue) => issue.message), ...refused]);
  const mistakes = [...mistakesBetween(parsed.data), ...refused];
  if (mistakes.length > 0) throw new StartupError(mistakes);
  return toEnv(parsed.data);
}
