import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { temporaryFolder } from '@/test/support/temporary-folder';

export type TlsFiles = { certFile: string; keyFile: string };

/** A new certificate for localhost and its key, which end after so many days, in these files. */
export function writeTlsFiles({ certFile, keyFile }: TlsFiles, days: number): void {
  const subject = ['-subj', '/CN=localhost', '-days', String(days), '-nodes'];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-keyout', keyFile, '-out', certFile];
  execFileSync('openssl', ['req', '-x509', ...subject, ...made], { stdio: 'ignore' });
}

export function tlsFiles(days = 2): TlsFiles {
  const folder = temporaryFolder('gf-tls-');
  const files = { certFile: path.join(folder, 'cert.pem'), keyFile: path.join(folder, 'key.pem') };
  writeTlsFiles(files, days);
  return files;
}
