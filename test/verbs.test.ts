import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { SERVICES, VERBS } from '@/lib/server/doors/registry';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { isVerb } from '@/lib/server/verbs/verb';
import { nodesIn } from './support/call-graph';
import { temporaryFolder } from './support/temporary-folder';
import { isWriteStatement, type WritingVerb, writingVerbs } from './support/writing-verbs';

const job = 'a job of the server: nobody asks for it';
const start = 'done at every start of the server: nobody asks for it';
const byCredential = 'the door has looked up the credential, which belongs to the host that it writes about';

/** Verbs that write and ask no role. */
const withoutAuthorisation: Readonly<Record<string, string>> = {
  'change.watchFleet': job,
  'enrollment.createSourceAuthenticator': 'it finds out who asks',
  'enrollment.enrollHost': 'whoever has the enrolment token may enrol, and the token is checked here',
  'enrollment.enrollHosts': 'whoever has the enrolment token may enrol, and the token is checked here',
  'enrollment.rotateCredential': 'only a host may, and only its own credential',
  'history.fillPast': job,
  'host.readModelKeeper': job,
  'host.refreshNameKeys': start,
  'notification.enqueueNotifications': job,
  'notification.notify': 'part of a job, or of a verb that authorises, and in its transaction',
  'notification.sendNotification': job,
  'operator.acceptInvitation': 'whoever has the link may: it is what the person has before a password',
  'operator.prepareSetUp': start,
  'operator.setUp': 'whoever has the set-up link may; nobody has an account yet',
  'plan.noticeProgress': job,
  'report.enqueueAbandoned': job,
  'report.giveUpReport': job,
  'report.makeReport': job,
  'report.removeOldReports': job,
  'report.startWithReportKey': start,
  'report.tellProblem': 'part of a job, or of a verb that authorises, and in its transaction',
  'schedule.enqueueDueSchedules': job,
  'schedule.runSchedule': job,
  'snapshot.createBatcher': byCredential,
  'snapshot.ingestBatch': byCredential,
  'snapshot.maintainPartitions': job,
  'system.answerOnce': 'the verb whose answer it keeps authorises',
  'system.ensureInstallation': start,
  'system.followEpoch': job,
  'system.forgetAnswers': job,
};

const readModel = 'a read model, which can be filled again from what is stored';
const queue = 'it queues a job, and the job audits what it does';
const snapshots = 'a snapshot is stored with its receipt, or with the code it was refused with';

/** Verbs that write and leave no entry in the audit log. */
const withoutAudit: Readonly<Record<string, string>> = {
  'change.watchFleet': 'that a host has fallen silent is a change, and is stored as one',
  'history.fillPast': readModel,
  'host.readModelKeeper': readModel,
  'host.refreshNameKeys': 'derived from the name by the present rule; the name stays',
  'notification.enqueueNotifications': queue,
  'notification.notify': 'the verb whose cause it tells audits',
  'notification.sendNotification': 'its kind audits what became of it',
  'operator.look': 'when a person opened a page: no decision about the fleet',
  'operator.setPreferences': "a person's own language and theme: no decision about the fleet",
  'plan.noticeProgress': 'that a task was proven is a change, and is stored as one',
  'report.enqueueAbandoned': queue,
  'report.giveUpReport': 'that a report failed stands with the report',
  'report.startWithReportKey': 'the key of a server that signed alone before there were several',
  'report.tellProblem': 'the verb that met the problem audits',
  'schedule.enqueueDueSchedules': queue,
  'snapshot.createBatcher': snapshots,
  'snapshot.ingestBatch': snapshots,
  'snapshot.maintainPartitions': 'it drops what the retention says, once the days are over',
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
import { mix } from './mix';
export async function paint({ ctx }) {\n${body}\n  await brush(ctx.db);\n}\n`,
  );
  writeFileSync(
    path.join(place, 'mix.ts'),
    "import { authorize } from '@/lib/server/auth/authorize';\nexport const mix = (ctx) => authorize(ctx, 'fabric.create');\n",
  );
  writeFileSync(
    path.join(place, 'brush.ts'),
    'export const brush = (db) => db.$executeRaw`\n  UPDATE host SET owner = NULL`;\n',
  );
}

/** The same as a declaration, as verbs with doors are. */
function plantDeclared(folder: string, entity: string, members: string, body: string): void {
  plantVerb(folder, entity, '');
  writeFileSync(
    path.join(folder, 'lib/server/services', entity, 'paint.ts'),
    `import { verb } from '@/lib/server/verbs/verb';
import { brush } from './brush';
export const paint = verb({ ${members}, work: async ({ ctx, audit }) => {\n  await brush(ctx.db);\n  ${body}\n} });\n`,
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

  it.each([
    ['a job for the queue', "SELECT graphile_worker.add_job('mail', '{}')", true],
    ['a function of ours that writes', "SELECT gf_drop_partitions('change', now()::date)", true],
    ['a function of ours that reads', 'SELECT * FROM gf_checkpoint_of(h.id, now())', false],
  ])('counts as writing or not: %s', (_what, statement, isWriting) => {
    const file = ts.createSourceFile('a.ts', `tx.$queryRaw\`${statement}\``, ts.ScriptTarget.Latest, true);
    expect([...nodesIn(file)].some(isWriteStatement)).toBe(isWriting);
  });

  it('is found by what it writes, through other files too, and by what it does not call', () => {
    for (const part of ['prisma/schema.prisma', 'lib/server/audit', 'lib/server/auth', 'lib/server/verbs'])
      cpSync(path.join(checkoutRoot(), part), path.join(folder, part), { recursive: true });
    plantVerb(folder, 'careless', '');
    plantVerb(folder, 'guarded', "  authorize(ctx, 'fabric.create');");
    plantVerb(folder, 'delegating', '  return mix(ctx);');
    plantVerb(folder, 'borrowing', '  const colour = mix(ctx);');
    plantDeclared(
      folder,
      'declared',
      "right: 'fabric.create', audit: 'fabric.painted'",
      'await audit(ctx.db, {});',
    );
    plantDeclared(folder, 'withoutRight', "right: 'anybody', audit: 'fabric.painted'", '');
    plantVerb(folder, 'complete', "  authorize(ctx, 'fabric.create');\n  await audit(ctx.db, ctx, {});");
    expect(writingVerbs(folder)).toEqual([
      { name: 'borrowing.paint', authorises: false, audits: false },
      { name: 'careless.paint', authorises: false, audits: false },
      { name: 'complete.paint', authorises: true, audits: true },
      { name: 'declared.paint', authorises: true, audits: true },
      { name: 'delegating.paint', authorises: true, audits: false },
      { name: 'guarded.paint', authorises: true, audits: false },
      { name: 'withoutRight.paint', authorises: false, audits: false },
    ]);
  });
});

describe('what an index of the services exports', () => {
  /** Each name that is imported of the index of an entity, as `<entity>.<name>`. */
  function importedOf(file: string): string[] {
    const text = readFileSync(path.join(checkoutRoot(), file), 'utf8');
    const place = /services\/(\w+)\//.exec(file)?.[1] ?? '';
    const imports = text.matchAll(
      /import (?:type )?\{([^}]*)\} from '(?:@\/lib\/server\/services\/(\w+)|\.)'/g,
    );
    return [...imports].flatMap(([, names = '', entity = place]) =>
      names.split(',').map((name) => `${entity}.${name.trim().split(' ')[0]}`),
    );
  }

  // The registry imports all of an index, and so the check for dead code takes everything there for used.
  it('is a verb with a door, or used by somebody else', () => {
    const folders = ['app', 'apps', 'bench', 'lib', 'test'];
    const files = folders.flatMap((folder) =>
      readdirSync(path.join(checkoutRoot(), folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'))
        .map((file) => path.join(folder, file)),
    );
    const used = new Set([...files, 'server.ts'].flatMap(importedOf));
    const exported = Object.entries(SERVICES).flatMap(([entity, service]) =>
      Object.entries<unknown>(service).flatMap(([name, value]) =>
        isVerb(value) ? [] : [`${entity}.${name}`],
      ),
    );
    expect(exported.length).toBeGreaterThan(50);
    expect(exported.filter((name) => !used.has(name))).toEqual([]);
  });

  it('has a procedure or a route where it is a verb', () => {
    const without = VERBS.filter(
      ({ declared }) => declared.procedure === undefined && declared.route === undefined,
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});
