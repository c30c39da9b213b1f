import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

const FORWARDED = /^(x-forwarded-.*|forwarded|x-real-ip)$/;

/** Decides who may speak for others: only a configured proxy may say where a request came from. */
export function createProxyTrust(
  addressesOrSubnets: readonly string[],
): (address: string | undefined) => boolean {
  // Called for every request; without trusted proxies there is nothing to compare.
  if (addressesOrSubnets.length === 0) return () => false;
  const trusted = new BlockList();
  for (const entry of addressesOrSubnets) {
    const [address = '', bits] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
    const family = isIP(plain);
    return family !== 0 && trusted.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  };
}

/** Whether a trusted proxy forwarded the request: headers from anybody else were removed. */
export function isForwarded(request: IncomingMessage): boolean {
  return Object.keys(request.headers).some((name) => FORWARDED.test(name));
}

/** Removes headers that anybody can write, before anything reads them. */
export function stripForwarded(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers)) if (FORWARDED.test(name)) delete request.headers[name];
}

type Asked = {
  socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
  headers: IncomingMessage['headers'];
};

/** The client's address: the last one that no trusted proxy vouches for. Call it after `stripForwarded`. */
export function clientAddressOf(
  { socket, headers }: Asked,
  isTrusted: (address: string | undefined) => boolean,
): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const addresses = [...forwarded.map((part) => part.trim()).filter(Boolean), socket.remoteAddress ?? ''];
  return addresses.findLast((address) => !isTrusted(address)) ?? addresses[0] ?? '';
}
