import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { refuseBusyAddress } from '@/lib/server/listen-address';

describe('refuseBusyAddress', () => {
  it('says in one sentence that a port is in use, and holds a free one no longer than it looks', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = { host: '127.0.0.1', port: (holder.address() as AddressInfo).port };
    await expect(refuseBusyAddress(address)).rejects.toThrow(
      `Port ${address.port} on 127.0.0.1 is in use: end the program that holds it, or set PORT to another one`,
    );
    holder.close();
    await once(holder, 'close');
    await refuseBusyAddress(address);
    await refuseBusyAddress(address);
  });

  it('says that an address is not of this machine', async () => {
    await expect(refuseBusyAddress({ host: '192.0.2.1', port: 0 })).rejects.toThrow(
      /HOST 192\.0\.2\.1 is not an address of this machine/,
    );
  });
});
