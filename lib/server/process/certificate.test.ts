import { copyFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { createLogger } from '@/lib/server/process/logger';
import { type TlsFiles, tlsFiles, writeTlsFiles } from '@/test/support/tls-files';
import { openCertificate } from './certificate';

// A real listener, real certificates and real handshakes: what a client is shown is what counts.

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

const silent = createLogger({ level: 'error', write: () => undefined });

async function listenWith(files: TlsFiles) {
  const told: string[] = [];
  const log = createLogger({ level: 'info', write: (line) => told.push(line) });
  const certificate = openCertificate(files, log, 20);
  const server = createServer(certificate.options());
  open.push(server);
  certificate.follow(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { certificate, port, told };
}

/** When the certificate ends that a new client is shown. */
function shownAt(port: number): Promise<Date> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    socket.once('error', reject).once('secureConnect', () => {
      resolve(new Date(socket.getPeerCertificate().valid_to));
      socket.destroy();
    });
  });
}

it('is the renewed one for who connects later, and who is connected stays', async () => {
  const files = tlsFiles(2);
  const { certificate, port } = await listenWith(files);
  const first = await shownAt(port);
  expect(first).toEqual(certificate.endsAt());
  const before = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await new Promise((resolve) => before.once('secureConnect', resolve));
  writeTlsFiles(files, 90);
  await expect.poll(() => shownAt(port)).not.toEqual(first);
  expect(await shownAt(port)).toEqual(certificate.endsAt());
  expect(certificate.endsAt().getTime() - first.getTime()).toBeGreaterThan(80 * 86_400_000);
  expect(before.destroyed).toBe(false);
  before.destroy();
});

it('stays while the renewed files do not belong together or are away, which is told once, until they do', async () => {
  const [files, other] = [tlsFiles(2), tlsFiles(90)];
  const { certificate, port, told } = await listenWith(files);
  const first = certificate.endsAt();
  const refusals = () => told.filter((line) => line.includes('cannot be used'));
  copyFileSync(other.certFile, files.certFile);
  await expect.poll(refusals).toHaveLength(1);
  expect(await shownAt(port)).toEqual(first);
  rmSync(files.keyFile);
  await expect.poll(refusals).toHaveLength(2);
  expect(await shownAt(port)).toEqual(first);
  copyFileSync(other.keyFile, files.keyFile);
  await expect.poll(() => shownAt(port)).not.toEqual(first);
  expect(refusals()).toHaveLength(2);
});

it('is refused at the start where the files are none, or not of each other', () => {
  const [files, other] = [tlsFiles(), tlsFiles()];
  const start = (given: TlsFiles) => () => openCertificate(given, silent);
  expect(start({ ...files, keyFile: other.keyFile })).toThrow('do not hold a certificate and its key');
  expect(start({ ...files, certFile: '/nowhere/cert.pem' })).toThrow('/nowhere/cert.pem');
});
