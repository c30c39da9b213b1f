import { createTransport } from 'nodemailer';
import type { MailProblem } from '@/lib/contracts/words/reports';
import { isInDomains } from '@/lib/contracts/words/schedules';
import { type Env, isLoopback } from '@/lib/server/process/env';
import { isRecord } from '@/lib/util/guards';
import { visibleText } from '@/lib/util/visible-text';

export type Mail = {
  /** The same id for the same mail, so that a repeated one is recognised. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
  file?: { name: string; bytes: Uint8Array } | undefined;
};

/** Why a mail was not accepted: a code, the words of the mail server, and whether it may be accepted later. */
export type Refusal = { code: MailProblem; detail: string; isFinal: boolean };

export type Mailer = {
  /** The sender's domain, for the ids of mails. */
  domain: string;
  /** Resolves to null if the mail server has accepted it. */
  send: (mail: Mail) => Promise<Refusal | null>;
};

/** A mail server that is silent for this long is given up for this attempt. */
const SILENCE_MS = 20_000;
/** The limit for the whole attempt, even if the server keeps answering. */
const WHOLE_MS = 60_000;

/** Any other characters could be read as a list of addresses. */
const ONE_ADDRESS = /^[^\s\p{Cc}<>()[\],;:"\\@]+@[^\s\p{Cc}<>()[\],;:"\\@]+$/u;

/** Checked each time, because a recipient may have been chosen before the server was given its domains. */
function refusalOfRecipient(to: string, domains: readonly string[] | null): Refusal | null {
  const noAddress = 'This is no e-mail address';
  const otherDomain = 'GF_MAIL_DOMAINS of this server does not name the domain of this address';
  if (!ONE_ADDRESS.test(to)) return { code: 'recipientRefused', detail: noAddress, isFinal: true };
  if (isInDomains(to, domains)) return null;
  return { code: 'recipientRefused', detail: otherDomain, isFinal: true };
}

type Patience = { silenceMs?: number; wholeMs?: number };

export function createMailer(
  { url, from, domains }: NonNullable<Env['mail']>,
  { silenceMs = SILENCE_MS, wholeMs = WHOLE_MS }: Patience = {},
): Mailer {
  const transport = createTransport({
    url,
    ...(needsTls(new URL(url)) && { requireTLS: true }),
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    dnsTimeout: silenceMs,
    // A mail contains only what we put into it; texts cannot pull in files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const send: Mailer['send'] = async ({ file, to, ...mail }) => {
    const attachments = file && [
      { filename: file.name, content: Buffer.from(file.bytes), contentType: 'application/pdf' },
    ];
    const headers = { 'Auto-Submitted': 'auto-generated' };
    const signal = AbortSignal.timeout(wholeMs);
    const refused = refusalOfRecipient(to, domains);
    if (refused !== null) return refused;
    try {
      await transport.sendMail({ ...mail, to, from, headers, attachments, signal });
      return null;
    } catch (error) {
      return refusalOf(error);
    }
  };
  return { domain: from.address.split('@').at(-1) ?? 'localhost', send };
}

/** A password never travels unencrypted to another machine, unless the address itself allows it. */
const needsTls = ({ protocol, hostname, password, searchParams }: URL) =>
  protocol !== 'smtps:' &&
  password !== '' &&
  !isLoopback(hostname) &&
  !searchParams.has('requireTLS') &&
  !searchParams.has('ignoreTLS');

/** Whether nothing is sent before STARTTLS, by our rule or according to the address. */
export const requiresTls = (url: URL): boolean =>
  needsTls(url) || url.searchParams.get('requireTLS') === 'true';

const LONGEST_DETAIL = 300;

const CODES: Readonly<Record<string, MailProblem>> = {
  EAUTH: 'signIn',
  ENOAUTH: 'signIn',
  ETLS: 'tls',
  ETIMEDOUT: 'timeout',
  EABORT: 'timeout',
  ECONNECTION: 'unreachable',
  EDNS: 'unreachable',
  ESOCKET: 'unreachable',
};

/** Answers of the mail server from 500 on are final; everything else may succeed later. */
function refusalOf(error: unknown): Refusal {
  const { code, responseCode, command, response, message } = isRecord(error) ? error : {};
  const said = typeof response === 'string' ? response : String(message ?? error);
  const detail = visibleText(said.replaceAll(/\s+/g, ' ').trim()).slice(0, LONGEST_DETAIL);
  const known = isAboutTls(code, said) ? 'tls' : typeof code === 'string' ? CODES[code] : undefined;
  if (known !== undefined) return { code: known, detail, isFinal: false };
  const status = typeof responseCode === 'number' ? responseCode : 0;
  if (status >= 400 && status < 500) return { code: 'deferred', detail, isFinal: false };
  if (status < 500) return { code: 'failed', detail, isFinal: false };
  return { code: refusedAt(command), detail, isFinal: true };
}

/** A certificate that cannot be trusted looks like any other failed connection. */
const isAboutTls = (code: unknown, said: string) =>
  code === 'ESOCKET' && /certificate|\bSSL\b|\bTLS\b/i.test(said);

function refusedAt(command: unknown): MailProblem {
  if (command === 'RCPT TO') return 'recipientRefused';
  return command === 'MAIL FROM' ? 'senderRefused' : 'messageRefused';
}
