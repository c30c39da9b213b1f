import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

const FORWARDED = /^(x-forwarded-.*|forwarded|x-real-ip)$/;

/** Who may speak for others: only a proxy that was named can say where a request came from. */
export function createProxyTrust(
  addressesOrSubnets: readonly string[],
): (address: string | undefined) => boolean {
  // Asked for every request; with nobody to trust there is nothing to compare.
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

/** Whether a trusted proxy speaks for somebody: from anyone else these headers were removed. */
export function isForwarded(request: IncomingMessage): boolean {
  return Object.keys(request.headers).some((name) => FORWARDED.test(name));
}

/** What anybody can write is removed before anything reads it. */
export function stripForwarded(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers)) if (FORWARDED.test(name)) delete request.headers[name];
}

type Asked = {
  socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
  headers: IncomingMessage['headers'];
};

/** Whose request it is: the last address that no trusted proxy vouches for. Call it after `stripForwarded`. */
export function clientAddressOf(
  { socket, headers }: Asked,
  isTrusted: (address: string | undefined) => boolean,
): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const addresses = [...forwarded.map((part) => part.trim()).filter(Boolean), socket.remoteAddress ?? ''];
  return addresses.findLast((address) => !isTrusted(address)) ?? addresses[0] ?? '';
}
