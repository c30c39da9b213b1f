import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Env } from '@/lib/server/process/env';
import type { Logger } from '@/lib/server/process/logger';
import { StartupError } from '@/lib/server/process/startup-error';

type Files = NonNullable<Env['tls']>;
type Pair = { options: SecureContextOptions; endsAt: Date };

/** The certificate that this server shows: that of its files, even after they were renewed. */
export type Certificate = {
  /** The end of the certificate that new connections get. */
  endsAt: () => Date;
  /** The options for a new listener. */
  options: () => SecureContextOptions;
  /** Gives new connections of this listener the present content of the files, until it closes. */
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
 * Reads the files again while a listener follows: programs that renew certificates write files and restart no
 * servers. Unusable new files are logged once, and the previous certificate stays in use.
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
