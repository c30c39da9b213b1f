import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { approveException } from '@/lib/server/services/exception';
import { listAudit } from '@/lib/server/services/system';
import { DAY_MS } from '@/lib/util/durations';
import { systemCtx } from '@/test/support/callers';
import { accountCtx } from '@/test/support/exceptions';
import { gfOn } from '@/test/support/gf';
import { enrolledHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';

let db: DbRoot;
let runtimeUrl: string;
usesDatabase((opened, _, database) => {
  db = opened;
  runtimeUrl = database.runtimeUrl;
});

const gf = gfOn(() => runtimeUrl);

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const TERMS = ['--reason', 'The certificate is renewed', '--review', inDays(5), '--ends', inDays(10)];
const ASKED = ['--cause', 'BitLocker', '--control', 'Nobody else reads it', '--owner', 'Ops Paris', ...TERMS];
const MADE = /^(EX-\d{4})\t(\w+)\t([0-9a-f-]{36})$/;
const partsOf = ({ out }: { out: string[] }) => MADE.exec(out[0] ?? '')?.slice(1) ?? [];

/** A fabric with two hosts. */
async function twoHosts() {
  const first = await enrolledHost(db, new Date());
  const { fabricId, fabric } = await db.host.findUniqueOrThrow({
    where: { id: first.hostId },
    include: { fabric: true },
  });
  return { fabricId, fabric: fabric.name, host: first.hostId };
}

describe('gf exception', () => {
  it('requests for hosts or a filter, lists, renews and withdraws, each noted as of the shell', async () => {
    const { host, fabric } = await twoHosts();
    const made = await gf('exception', 'request', '--host', host, ...ASKED);
    const ahead = 'No host of it has BitLocker now: it would except failures that are still to come.';
    expect(made).toMatchObject({ code: 0, err: [ahead] });
    const [name = '', state, id = ''] = partsOf(made);
    expect(state).toBe('requested');
    const byFilter = await gf('exception', 'request', '--filter', `fabric=${fabric}`, ...ASKED);
    const [second = ''] = partsOf(byFilter);
    const listed = await gf('exception', 'list', '--fabric', fabric, '--state', 'requested');
    expect(listed.out.slice(1).map((line) => line.split('\t')[0])).toEqual([second, name]);
    expect((await gf('exception', 'list', '--fabric', fabric, '--state', 'inForce')).out).toHaveLength(1);

    expect((await gf('exception', 'show', name)).out).toContain(`name\t${name}`);
    // Any person may approve: it is nobody's own.
    await approveException({ ctx: await accountCtx(db, { now: new Date() }), input: { id } });
    const renewed = await gf('exception', 'renew', name.toLowerCase(), ...TERMS);
    const [third = '', renewedState, renewedId = ''] = partsOf(renewed);
    expect(renewedState).toBe('requested');
    expect(await gf('exception', 'withdraw', renewedId)).toMatchObject({
      code: 0,
      out: [`${third}\twithdrawn\t${renewedId}`],
    });
    const { entries } = await listAudit({ ctx: systemCtx(db), input: { subject: id } });
    expect(entries.map(({ action, actor }) => [action, actor.kind])).toContainEqual([
      'exception.requested',
      'system',
    ]);
  });

  it('approves nothing: a shell is no second person', async () => {
    const { host } = await twoHosts();
    const [name = ''] = partsOf(await gf('exception', 'request', '--host', host, ...ASKED));
    expect(await gf('exception', 'approve', name)).toEqual({
      code: 1,
      out: [],
      err: ['gf: Only a person can do this: sign in to the console'],
    });
    expect((await gf('exception', 'list', '--state', 'requested')).out.join('\n')).toContain(name);
  });

  it('says what is wrong with a command', async () => {
    const { host, fabric } = await twoHosts();
    const request = ['exception', 'request'];
    const wrong: [string[], 1 | 2, RegExp][] = [
      [[...request, ...ASKED], 2, /Give --host for each host, or --filter/],
      [[...request, ...ASKED, '--host', host, '--filter', 'cause=BitLocker'], 2, /Give --host/],
      [[...request, ...ASKED, '--host', 'nowhere'], 1, /There is no host "nowhere"/],
      [[...request, ...ASKED, '--filter', 'colour=red'], 1, /filter: .*colour/],
      [[...request, ...ASKED, '--filter', `fabric=${fabric}&cause=BitLocker`], 1, /matches no host/],
      [
        [...request, '--host', host, '--owner', 'x', '--control', 'y', ...TERMS],
        1,
        /causes: must be at least 1/,
      ],
      [[...request, '--host', host, '--cause', 'x'], 2, /--control is missing/],
      [['exception', 'renew', 'EX-9999', ...TERMS], 1, /No such exception/],
      [['exception', 'withdraw', 'EX-9999'], 1, /No such exception/],
      [['exception', 'list', '--state', 'done'], 2, /state/],
      [['exception', 'list', '--ending-before', 'soon'], 2, /--ending-before must be a time/],
    ];
    for (const [argv, code, said] of wrong) {
      const answer = await gf(...argv);
      expect([argv, answer.code, answer.err.at(-1)]).toEqual([argv, code, expect.stringMatching(said)]);
    }
  });
});
