import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { temporaryFolder } from './support/temporary-folder';
import { type WritingVerb, writingVerbs } from './support/writing-verbs';

const job = 'a job of the server: nobody asks for it';
const start = 'done at every start of the server: nobody asks for it';
const byCredential = 'the door has looked up the credential, which belongs to the host that it writes about';

/** Verbs that write and ask no role. */
const withoutAuthorisation: Readonly<Record<string, string>> = {
  'change.watchFleet': job,
  'enrollment.createHostAuthenticator': 'it finds out who asks',
  'enrollment.enrollHost': 'whoever has the enrolment token may enrol, and the token is checked here',
  'enrollment.enrollHosts': 'whoever has the enrolment token may enrol, and the token is checked here',
  'enrollment.rotateCredential': 'only a host may, and only its own credential',
  'history.fillPast': job,
  'host.readModelKeeper': job,
  'host.refreshNameKeys': start,
  'operator.acceptInvitation': 'whoever has the link may: it is what the person has before a password',
  'operator.setUp': 'whoever has the set-up link may; nobody has an account yet',
  'report.giveUpReport': job,
  'report.mailReport': job,
  'report.removeOldReports': job,
  'snapshot.createBatcher': byCredential,
  'snapshot.ingestBatch': byCredential,
  'snapshot.maintainPartitions': job,
  'system.answerOnce': 'the verb whose answer it keeps authorises',
  'system.ensureInstallation': start,
  'system.forgetAnswers': job,
};

const readModel = 'a read model, which can be filled again from what is stored';
const snapshots = 'a snapshot is stored with its receipt, or with the code it was refused with';

/** Verbs that write and leave no entry in the audit log. */
const withoutAudit: Readonly<Record<string, string>> = {
  'change.watchFleet': 'that a host has fallen silent is a change, and is stored as one',
  'history.fillPast': readModel,
  'host.readModelKeeper': readModel,
  'host.refreshNameKeys': 'derived from the name by the present rule; the name stays',
  'operator.look': 'when a person opened a page: no decision about the fleet',
  'operator.setPreferences': "a person's own language and theme: no decision about the fleet",
  'report.giveUpReport': 'that a report failed stands with the report',
  'snapshot.createBatcher': snapshots,
  'snapshot.ingestBatch': snapshots,
  'snapshot.maintainPartitions': 'it drops what GF_RETENTION_DAYS says, once the days are over',
  'system.answerOnce': 'the verb whose answer it keeps audits',
  'system.ensureInstallation': 'the random words of a new installation, which nobody chooses',
  'system.forgetAnswers': 'it drops answers that are kept for a day only',
};

function plantVerb(folder: string, entity: string, body: string): void {
  const place = path.join(folder, 'lib/server/services', entity);
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, 'index.ts'), "export { paint } from './paint';\n");
  writeFileSync(
    path.join(place, 'paint.ts'),
    `import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { brush } from './brush';
export async function paint({ ctx }) {\n${body}\n  await brush(ctx.db);\n}\n`,
  );
  writeFileSync(
    path.join(place, 'brush.ts'),
    'export const brush = (db) => db.$executeRaw`\n  UPDATE host SET owner = NULL`;\n',
  );
}

describe('a verb that writes', () => {
  const verbs = writingVerbs(checkoutRoot());
  const without = (what: (verb: WritingVerb) => boolean) =>
    verbs
      .filter((verb) => !what(verb))
      .map(({ name }) => name)
      .sort();

  it('authorises who asks, or stands in the list above with a reason', () => {
    expect(without(({ authorises }) => authorises)).toEqual(Object.keys(withoutAuthorisation));
  });

  it('leaves an entry in the audit log, or stands in the list above with a reason', () => {
    expect(without(({ audits }) => audits)).toEqual(Object.keys(withoutAudit));
  });

  const folder = temporaryFolder('gf-verbs-');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is found by what it writes, through other files too, and by what it does not call', () => {
    for (const part of ['prisma/schema.prisma', 'lib/server/audit', 'lib/server/auth'])
      cpSync(path.join(checkoutRoot(), part), path.join(folder, part), { recursive: true });
    plantVerb(folder, 'careless', '');
    plantVerb(folder, 'guarded', "  authorize(ctx, 'fabric.create');");
    plantVerb(folder, 'complete', "  authorize(ctx, 'fabric.create');\n  await audit(ctx.db, ctx, {});");
    expect(writingVerbs(folder)).toEqual([
      { name: 'careless.paint', authorises: false, audits: false },
      { name: 'complete.paint', authorises: true, audits: true },
      { name: 'guarded.paint', authorises: true, audits: false },
    ]);
  });
});
