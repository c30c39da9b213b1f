import { readFileSync } from 'node:fs';

const LISTEN = '0A';
/** Nobody's any more: the system keeps the address for a while. */
const TIME_WAIT = '06';
const ENTRY = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2})/;

/** The sockets that whoever listens on this port still holds, those that its clients have left among them (Linux). */
export function socketsOn(port: number): number {
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  return lines.filter((line) => {
    const [, localPort = '', state = ''] = ENTRY.exec(line) ?? [];
    return Number.parseInt(localPort, 16) === port && state !== LISTEN && state !== TIME_WAIT;
  }).length;
}
