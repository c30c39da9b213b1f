import { beforeAll, describe, expect, it } from 'vitest';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { enrolledHosts, type TestHost } from '@/test/support/ingest';
import { at, usesPast } from '@/test/support/past';
import { changesSince } from '.';

const past = usesPast();

describe('changesSince', () => {
  let fabric: string;
  const ask = (since: Date, fabrics = [fabric]) =>
    changesSince({ ctx: tokenCtx(past.db, { fabrics, now: at(0, 50) }), input: { filter: {}, since } });

  /** Three turn together, and one of them recovers. */
  beforeAll(async () => {
    const hosts = await enrolledHosts(past.db, at(0, 0), 4);
    fabric = await past.fabricOf(hosts[0]);
    const say = (host: TestHost | undefined, when: Date, hgsClient: object) =>
      past.say(host, when, { hgsClient });
    for (const host of hosts) await say(host, at(0, 5), PASSED);
    for (const [index, host] of hosts.slice(0, 3).entries()) await say(host, at(0, 20 + index), INSECURE);
    await say(hosts[0], at(0, 40), PASSED);
  });

  it('counts hosts by what happened to them, with the waves', async () => {
    const told = await ask(at(0, 10));
    expect(told).toMatchObject({ failed: 3, silent: 0, recovered: 1, since: at(0, 10).toISOString() });
    expect(told.waves.map(({ hosts }) => hosts)).toEqual([3]);
    expect(await ask(at(0, 30))).toMatchObject({ failed: 0, recovered: 1, waves: [] });
    expect(await ask(at(0, 45))).toMatchObject({ failed: 0, silent: 0, recovered: 0, waves: [] });
  });

  it('counts no host as failed that fails by less, or by more, than before', async () => {
    const [host] = await enrolledHosts(past.db, at(0, 0), 1);
    const own = await past.fabricOf(host);
    const failing = (attestationSubstatus: string) => ({ hgsClient: { ...INSECURE, attestationSubstatus } });
    await past.say(host, at(0, 5), failing('BitLocker, SecureBoot'));
    await past.say(host, at(0, 20), failing('SecureBoot'));
    expect(await ask(at(0, 10), [own])).toMatchObject({ failed: 0, recovered: 0 });
    await past.say(host, at(0, 25), failing('SecureBoot, PagefileEncryption'));
    expect(await ask(at(0, 10), [own])).toMatchObject({ failed: 0, recovered: 0 });
  });

  it('counts nothing of fabrics that are not the actor’s, and refuses a time to come', async () => {
    expect(await ask(at(0, 10), [])).toMatchObject({ failed: 0, recovered: 0, waves: [] });
    await expect(ask(at(0, 60))).rejects.toMatchObject({ code: 'invalid_value', pointer: 'since' });
  });
});
