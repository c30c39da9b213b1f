import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { loadEnv } from '@/lib/server/process/env';
import { isStartupError } from '@/lib/server/process/startup-error';

function mistakes(source: Record<string, string>): readonly string[] {
  try {
    loadEnv(source);
  } catch (error) {
    if (isStartupError(error)) return error.sentences;
    throw error;
  }
  return [];
}

describe('loadEnv', () => {
  it('has a default for everything', () => {
    expect(loadEnv({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      given: {},
      log: { level: 'info', instance: `${hostname()}-${process.pid}` },
      trustedProxies: [],
    });
  });

  it('knows what reports name this installation by, and gives away nothing that signs in', () => {
    expect(loadEnv({}).installation).toEqual({ name: null, address: null });
    const GF_PUBLIC_URL = 'https://user:secret@fabric.example/console/';
    expect(loadEnv({ GF_INSTALLATION_NAME: ' Example, production ', GF_PUBLIC_URL }).installation).toEqual({
      name: 'Example, production',
      address: 'https://fabric.example/console',
    });
  });

  it('takes an empty variable for an absent one', () => {
    expect(loadEnv({ PORT: '', DATABASE_URL: '' })).toMatchObject({
      port: 3000,
      database: { url: undefined },
    });
  });

  it.each([
    [{ PORT: '70000' }, /^PORT must be a whole number from 0 to 65535$/],
    [{ PORT: '3000abc' }, /^PORT/],
    [
      { GF_REPORT_INTERVAL_SECONDS: '59' },
      /^GF_REPORT_INTERVAL_SECONDS must be a whole number from 60 to 86400$/,
    ],
    [{ GF_REPORT_INTERVAL_SECONDS: '86401' }, /^GF_REPORT_INTERVAL_SECONDS/],
    [
      { GF_RETENTION_DAYS: '9' },
      /^GF_RETENTION_DAYS must be a whole number from 10 to 36500: .* set 10 or more$/,
    ],
    [{ GF_CONNECTIONS_INGEST: '7' }, /^GF_CONNECTIONS_INGEST must be a whole number from 8 to 500$/],
    [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must be an address such as postgresql:/],
    [{ DATABASE_MIGRATE_URL: 'postgresql://h/d' }, /without DATABASE_URL/],
    [
      { DATABASE_URL: 'postgresql://u:p@a,b/d' },
      /^DATABASE_URL names several hosts, and only one can be used/,
    ],
    [{ DATABASE_URL: 'postgres://u:p@a:5432,b:5432/d?x=1' }, /^DATABASE_URL names several hosts/],
    [{ DATABASE_URL: 'postgresql:///d?host=/run/a%2C/run/b' }, /^DATABASE_URL names several hosts/],
    [{ GF_OIDC_CLIENT_ID: 'x' }, /^GF_OIDC_CLIENT_ID: .* OpenID Connect yet, .*: remove this variable$/],
    [
      { GF_OIDC_ISSUER: 'https://login.example', GF_OIDC_CLIENT_SECRET_FILE: '/nowhere' },
      /^GF_OIDC_ISSUER, GF_OIDC_CLIENT_SECRET_FILE: .*: remove these variables$/,
    ],
    [{ GF_TRUSTED_PROXIES: '10.0.0.1, 10.0.0.0/33' }, /^GF_TRUSTED_PROXIES/],
    [{ GF_TLS_CERT_FILE: '/nowhere/cert.pem' }, /^GF_TLS_CERT_FILE names a file that cannot be read$/],
    [{ GF_ADMIN_EMAIL: 'admin@example.org' }, /GF_ADMIN_PASSWORD is missing$/],
    [{ GF_ADMIN_EMAIL: 'nobody', GF_ADMIN_PASSWORD: 'x' }, /^GF_ADMIN_EMAIL must be an e-mail address$/],
    [{ GF_PUBLIC_URL: 'fabric.example' }, /^GF_PUBLIC_URL/],
    [{ GF_LOG_LEVEL: 'loud' }, /^GF_LOG_LEVEL must be error, warn, info or debug$/],
    [{ GF_INSTANCE: 'two\nlines' }, /^GF_INSTANCE must be one line/],
    [{ GF_INSTALLATION_NAME: 'two\nlines' }, /^GF_INSTALLATION_NAME must be one line/],
    [{ GF_INSTALLATION_NAME: 'x'.repeat(101) }, /^GF_INSTALLATION_NAME .* at most 100 characters/],
  ])('says in one sentence what is wrong with %o', (source, sentence) => {
    expect(mistakes(source)).toEqual([expect.stringMatching(sentence)]);
  });

  it('takes a comma in a password and in an option for what it is', () => {
    expect(mistakes({ DATABASE_URL: 'postgresql://u:a%2Cb@h/d?options=-c%20search_path%3Da,b' })).toEqual([]);
  });

  it('tells all mistakes at once', () => {
    expect(mistakes({ PORT: 'x', GF_REPORT_INTERVAL_SECONDS: 'x', GF_OIDC_ISSUER: 'x' })).toHaveLength(3);
  });

  it('never repeats a secret', () => {
    const secret = 'hunter2';
    expect(mistakes({ DATABASE_URL: `http://user:${secret}@host/db` }).join()).not.toContain(secret);
  });

  it.each(['0.0.0.0', '::', '192.0.2.7', 'fabric.example'])(
    'listens on %s only behind TLS or a trusted proxy',
    (host) => {
      const given = { HOST: host, GF_PUBLIC_URL: 'https://fabric.example' };
      expect(mistakes(given)).toEqual([expect.stringContaining(`HOST ${host}`)]);
      expect(mistakes({ ...given, GF_TRUSTED_PROXIES: '10.0.0.0/8' })).toEqual([]);
    },
  );

  it.each(['0.0.0.0', '::', '192.0.2.7', 'fabric.example'])(
    'listens on %s only with the address that people use',
    (host) => {
      const given = { HOST: host, GF_TRUSTED_PROXIES: '10.0.0.0/8' };
      expect(mistakes(given)).toEqual([expect.stringContaining('GF_PUBLIC_URL')]);
      expect(mistakes({ ...given, GF_PUBLIC_URL: 'https://fabric.example' })).toEqual([]);
    },
  );

  it.each(['127.0.0.1', '127.8.9.1', '::1', 'localhost'])('listens on %s as it is', (host) => {
    expect(mistakes({ HOST: host })).toEqual([]);
  });

  it('puts an IPv6 address in brackets', () => {
    expect(loadEnv({ HOST: '::1', PORT: '8080' }).publicUrl).toBe('http://[::1]:8080');
  });
});
