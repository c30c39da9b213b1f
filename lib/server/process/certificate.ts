import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Env } from '@/lib/server/process/env';
import type { Logger } from '@/lib/server/process/logger';
import { StartupError } from '@/lib/server/process/startup-error';

type Files = NonNullable<Env['tls']>;
type Pair = { options: SecureContextOptions; endsAt: Date };

/** The certificate that this server shows: that of its files, also after they were renewed. */
export type Certificate = {
  /** The end of the certificate that new connections are shown. */
  endsAt: () => Date;
  /** What a listener begins with. */
  options: () => SecureContextOptions;
  /** New connections of this listener are shown what the files hold by then, until it closes. */
  follow: (server: Server) => void;
};

const LOOK_EVERY_MS = 10_000;

/** Throws unless both are in PEM form and belong together. */
function pairOf(cert: string, key: string): Pair {
  const options = { cert, key, minVersion: 'TLSv1.2' } as const;
  createSecureContext(options);
  return { options, endsAt: new Date(new X509Certificate(cert).validTo) };
}

const contentOf = ({ certFile, keyFile }: Files) =>
  [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')] as const;

function firstOf(files: Files): Pair {
  try {
    return pairOf(...contentOf(files));
  } catch (cause) {
    throw new StartupError(
      `GF_TLS_CERT_FILE (${files.certFile}) and GF_TLS_KEY_FILE (${files.keyFile}) do not hold a certificate and its key in PEM form`,
      { cause },
    );
  }
}

/**
 * The files are read again while a listener follows: what renews certificates writes files and restarts no servers.
 * New files that cannot be used are told once, and the certificate before them is shown on.
 */
export function openCertificate(files: Files, log: Logger, lookEveryMs = LOOK_EVERY_MS): Certificate {
  let shown = firstOf(files);
  let refused = '';
  const refuse = (err: unknown, what: string) => {
    if (what === refused) return;
    refused = what;
    log.warn(
      { err, ...files, endsAt: shown.endsAt.toISOString() },
      'The renewed certificate and its key cannot be used: the one before is shown until they can',
    );
  };
  const look = (server: Server) => {
    let what = '';
    try {
      const [cert, key] = contentOf(files);
      if (cert === shown.options.cert && key === shown.options.key) return;
      what = cert + key;
      const renewed = pairOf(cert, key);
      server.setSecureContext(renewed.options);
      shown = renewed;
      refused = '';
      log.info(
        { ...files, endsAt: shown.endsAt.toISOString() },
        'The renewed certificate is shown from now on',
      );
    } catch (err) {
      refuse(err, what || String(err));
    }
  };
  return {
    endsAt: () => shown.endsAt,
    options: () => shown.options,
    follow: (server) => {
      const looking = setInterval(look, lookEveryMs, server).unref();
      server.once('close', () => clearInterval(looking));
    },
  };
}
