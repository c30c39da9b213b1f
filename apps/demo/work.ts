import type { HostRow } from '@/lib/contracts/fleet';
import { ListNotesInput } from '@/lib/contracts/note';
import { ListPlansInput } from '@/lib/contracts/plan';
import type { CreateViewInput } from '@/lib/contracts/view';
import { defaultHostQuery, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { isSameName } from '@/lib/contracts/words/view';
import type { Ctx } from '@/lib/server/context';
import { acknowledgeHosts, listHosts, setOwner } from '@/lib/server/services/host';
import { listNotes, writeNote } from '@/lib/server/services/note';
import { createPlan, listPlans, setTask } from '@/lib/server/services/plan';
import { createSchedule, listSchedules } from '@/lib/server/services/schedule';
import { createView, listViews } from '@/lib/server/services/view';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import { administer } from './administration';
import { AGNES, CLAIRE, type Deciding, type Desk, deskOf, JULIEN, ZONE } from './desk';
import { type Diary, when } from './diary';
import { filesHosts, goThroughDays } from './work-days';

const NO_MAIL = { isConfigured: false, from: null, domains: null, files: false };

/**
 * What people did about the fleet, once: who is responsible, what they noted, took care of, planned and keep asking. A demo that
 * was killed meanwhile begins again with the first, so that each skips what is there already.
 */
export async function doWork(diary: Diary, deciding: Deciding): Promise<void> {
  const desk = await deskOf(deciding);
  const julien = desk.as(JULIEN, 0);
  const { views } = await listViews({ ctx: julien, input: {} });
  if (views.some(({ name }) => name === LAST_VIEW)) return;
  const hosts = await hostsInNeed(julien);
  await nameOwners(diary, deciding, julien);
  goThroughDays(diary, deciding);
  acknowledge(diary, desk, hosts);
  writeNotes(diary, desk, hosts);
  // The wave of the story comes later: his Fabric page says so when he signs in again.
  diary.looks(JULIEN, when(1, '18:49'), { hasSeen: true });
  diary.on(CLAIRE, when(0, '08:26'), filesHosts({ exclude: ['Passed'], include: [] }, 'xlsx'));
  diary.on(CLAIRE, when(0, '08:40'), makePlan);
  administer(diary, hosts);
  keepViews(diary);
}

/** Those that nobody has an exception for, the silent ones too. */
async function hostsInNeed(ctx: Ctx): Promise<readonly HostRow[]> {
  const state = { include: [], exclude: ['Passed' as const] };
  const { hosts } = await listHosts({
    ctx,
    input: { ...defaultHostQuery(), filter: { state }, limit: MAX_LIMIT },
  });
  return hosts.filter(({ exception }) => exception !== 'excepted');
}

const OWNERS = { 'PAR-Prod': 'Ops Paris', 'LYO-Prod': 'Ops Lyon', DR: 'DR team' } as const;

/** Claire did so on the first day, for as many hosts as one question gives. */
async function nameOwners(diary: Diary, { beginMs, nowMs }: Deciding, ctx: Ctx): Promise<void> {
  const { hosts } = await listHosts({ ctx, input: { ...defaultHostQuery(), limit: MAX_LIMIT } });
  const firstDay = (nowMs - beginMs - HOUR_MS) / DAY_MS;
  for (const [fabric, owner] of Object.entries(OWNERS)) {
    const ids = hosts.filter((host) => host.fabric === fabric).map(({ id }) => id);
    if (ids.length > 0) diary.on(CLAIRE, firstDay, (ctx) => setOwner({ ctx, input: { hosts: ids, owner } }));
  }
}

/** A short past or a small fleet lacks a host with this cause; the others are enough. */
const withCause = (hosts: readonly HostRow[], cause: string) =>
  hosts.filter((host) => host.cause.includes(cause) && host.state !== 'Silent');

function acknowledge(diary: Diary, { inDays }: Desk, hosts: readonly HostRow[]): void {
  const [host] = withCause(hosts, 'TpmError');
  if (host === undefined) return;
  const reason =
    'The TPM is replaced within three days: the part is ordered, and the node stays drained until then';
  const input = { hosts: [host.id], reason, until: inDays(3) };
  diary.on(JULIEN, when(1, '17:31'), (ctx) => acknowledgeHosts({ ctx, input }));
}

function writeNotes(diary: Diary, { inDays }: Desk, hosts: readonly HostRow[]): void {
  const writeOn = (host: HostRow | undefined, email: string, daysAgo: number, text: string) => {
    if (host !== undefined) diary.on(email, daysAgo, noteOnce(host.id, text));
  };
  const write = (email: string, daysAgo: number, cause: string, text: string) =>
    writeOn(withCause(hosts, cause)[0], email, daysAgo, text);
  const silentFor = (least: number, most: number) =>
    hosts.find(({ state, since }) => {
      const days = (inDays(0).getTime() - Date.parse(since)) / DAY_MS;
      return state === 'Silent' && least < days && days < most;
    });
  const site = 'Neither this host nor its management controller answers. The site was called.';
  writeOn(silentFor(4, 6), JULIEN, when(4, '13:21'), site);
  writeOn(silentFor(1.2, 2), CLAIRE, when(1, '08:14'), 'Powered off: its system board is being replaced.');
  write(
    JULIEN,
    when(1, '17:23'),
    'TpmError',
    'Get-Tpm says TpmReady False and LockedOut True.\nThe vendor ships another module within three days.',
  );
  write(
    CLAIRE,
    when(0, '07:58'),
    'SecureBootSettings',
    'Firmware 2.19.1 was planned and went as announced.\nHGS needs the new baseline of one of these nodes.',
  );
}

const noteOnce = (host: string, text: string) => async (ctx: Ctx) => {
  const { notes } = await listNotes({ ctx, input: ListNotesInput.parse({ host }) });
  if (!notes.some((note) => note.text === text)) await writeNote({ ctx, input: { host, text } });
};

/** The wave that the story is about: its plan is left to who looks at the demo. */
const CLUSTER_OF_WAVE = 'CL-PAR-03';

/** Every other host that fails checks, in one order of work, of which the first step is done. */
async function makePlan(ctx: Ctx): Promise<void> {
  if ((await listPlans({ ctx, input: ListPlansInput.parse({ limit: 1 }) })).plans.length > 0) return;
  const chosen = (await hostsInNeed(ctx))
    .filter(({ state, cluster }) => state === 'InsecureHostConfiguration' && cluster !== CLUSTER_OF_WAVE)
    .map(({ id }) => id);
  if (chosen.length === 0) return;
  const input = { hosts: chosen, name: 'Next restart window', owner: 'Ops Lyon' };
  const made = await createPlan({ ctx, input: { ...input, lang: 'en' } });
  const [task] = made.groups[0]?.tasks ?? [];
  if (task === undefined) return;
  const done = {
    id: made.id,
    task: task.id,
    state: 'done',
    note: 'Done by hand, waits for its snapshot',
  } as const;
  await setTask({ ctx, input: done });
}

/** That there is this one says that all was done. */
const LAST_VIEW = 'Baselines to register';

function keepViews(diary: Diary): void {
  const keep = (email: string, daysAgo: number, name: string, query: string, shared: boolean) =>
    diary.on(email, daysAgo, keepOnce({ name, page: 'hosts', query, shared }));
  const worst = 'state=-Passed&sort=since&order=desc';
  keep(CLAIRE, when(20, '09:01'), 'Cannot run shielded VMs, newest first', worst, true);
  keep(JULIEN, when(1, '17:55'), 'Mine: Paris, before the night', `fabric=PAR-Prod&${worst}`, false);
  keep(CLAIRE, when(0, '08:52'), LAST_VIEW, 'check=SecureBootSettings', true);
}

const keepOnce = (input: CreateViewInput) => async (ctx: Ctx) => {
  const { views } = await listViews({ ctx, input: { page: input.page } });
  if (!views.some(({ name }) => isSameName(name, input.name))) await createView({ ctx, input });
};

/** Once the server is there: it makes the reports. */
export async function scheduleReports(deciding: Deciding): Promise<void> {
  const ctx = (await deskOf(deciding)).as(AGNES, 0);
  if ((await listSchedules({ ctx, mail: NO_MAIL })).schedules.length > 0) return;
  const report = { kind: 'moment', filter: 'fabric=PAR-Prod', lang: 'fr' } as const;
  const weekly = { every: 'week', on: 1, at: '07:00', timeZone: ZONE, recipients: [], keep: 12 } as const;
  const input = { name: 'PAR-Prod, Monday morning', report, ...weekly, recipients: [] };
  await createSchedule({ ctx, input, mail: NO_MAIL });
}
