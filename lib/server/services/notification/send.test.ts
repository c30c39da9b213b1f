import { beforeEach, describe, expect, it } from 'vitest';
import { type DbRoot, transact } from '@/lib/server/db/client';
import { prepareQueue } from '@/lib/server/db/queue';
import { systemCtx } from '@/test/support/callers';
import { usesDatabase } from '@/test/support/uses-database';
import { type NotificationKind, notify, sendNotification } from '.';

// What is sent of a report, with a mail server, is in services/report/mails.test.ts.

const NOON = new Date('2026-11-24T12:00:00.000Z');
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
let isReady: Promise<void>;
usesDatabase((opened, pools) => {
  db = opened;
  isReady = prepareQueue(pools.jobsPool);
});
beforeEach(async () => {
  await isReady;
  await db.notification.deleteMany();
});

const tell = (recipient: string, causeKey = 'one') =>
  transact(db, (tx) =>
    notify(tx, systemCtx(db, NOON), [
      { kind: 'report', payload: {}, recipientKind: 'mailAddress', recipient, causeKey },
    ]),
  );

/** What servers said of what they sent. */
let recorded: string[];

/** A server that sends what is due at `now`; `during` happens while it does. */
function serverAt(now: Date, during: NotificationKind['send']) {
  const record: NotificationKind['record'] = async (_tx, _ctx, { recipient }, why) =>
    void recorded.push(`${recipient} ${why?.code ?? 'sent'}`);
  const kinds = { report: { waitsMinutes: [1], send: during, record } };
  return sendNotification({ ctx: systemCtx(db, now), input: { kinds, mailer: null, publicUrl: '' } });
}

describe('what is told', () => {
  beforeEach(() => {
    recorded = [];
  });

  it('is told once for each cause and recipient', async () => {
    await tell('claire@mail.example');
    await tell('claire@mail.example');
    await tell('julien@mail.example');
    await tell('claire@mail.example', 'another');
    for (let tries = 0; tries < 4; tries += 1) await serverAt(NOON, async () => null);
    await tell('claire@mail.example');
    await serverAt(NOON, async () => null);
    expect(recorded).toEqual(['claire', 'julien', 'claire'].map((name) => `${name}@mail.example sent`));
  });

  it('is not told together with what failed', async () => {
    const isLost = transact(db, async (tx) => {
      await notify(tx, systemCtx(db, NOON), [
        {
          kind: 'report',
          payload: {},
          recipientKind: 'mailAddress',
          recipient: 'a@mail.example',
          causeKey: 'one',
        },
      ]);
      throw new Error('undone');
    });
    await expect(isLost).rejects.toThrow('undone');
    expect(await db.notification.count()).toBe(0);
  });

  it('is sent by two servers at once, each of them another one', async () => {
    await tell('claire@mail.example');
    await tell('julien@mail.example');
    let sending = 0;
    const meet: NotificationKind['send'] = async () => {
      sending += 1;
      await expect.poll(() => sending).toBe(2);
      return null;
    };
    await Promise.all([serverAt(NOON, meet), serverAt(NOON, meet), serverAt(NOON, meet)]);
    expect(recorded.sort()).toEqual(['claire@mail.example sent', 'julien@mail.example sent']);
  });

  it('is left to the server that has it now: one that lost its lease says nothing of it any more', async () => {
    await tell('claire@mail.example');
    await serverAt(NOON, async () => {
      await serverAt(later(2.9), async () => ({ code: 'failed', detail: 'Too early', isFinal: true }));
      await serverAt(later(3), async () => null);
      return { code: 'failed', detail: 'Too late', isFinal: true };
    });
    expect(recorded).toEqual(['claire@mail.example sent']);
    const sent = { state: 'sent', tries: 2, changedAt: later(3), nextAt: null, leaseOwner: null, code: null };
    expect(await db.notification.findMany()).toMatchObject([sent]);
  });

  it('is given up where each try fails by itself, or ends the server that tries', async () => {
    await tell('claire@mail.example');
    const fails = async () => Promise.reject(new Error('The report cannot be read'));
    await serverAt(NOON, fails);
    expect(await db.notification.findMany()).toMatchObject([
      { state: 'waiting', detail: 'The report cannot be read' },
    ]);
    await serverAt(later(1), fails);
    expect(await db.notification.findMany()).toMatchObject([{ state: 'givenUp', tries: 2, nextAt: null }]);
    expect(recorded).toEqual(['claire@mail.example failed']);

    await tell('julien@mail.example');
    await db.notification.updateMany({ where: { recipient: 'julien@mail.example' }, data: { tries: 2 } });
    await serverAt(NOON, () => Promise.reject(new Error('not asked')));
    expect(recorded.at(-1)).toBe('julien@mail.example failed');
    const [last] = await db.notification.findMany({ where: { recipient: 'julien@mail.example' } });
    expect(last).toMatchObject({ state: 'givenUp', detail: 'Each server that sent it ended meanwhile' });
  });

  it('is left to a server that knows its kind', async () => {
    await tell('claire@mail.example');
    await sendNotification({ ctx: systemCtx(db, NOON), input: { kinds: {}, mailer: null, publicUrl: '' } });
    expect(await db.notification.findMany()).toMatchObject([{ state: 'waiting', tries: 0 }]);
  });
});
