import type { HostRow } from '@/lib/contracts/fleet';
import { ListPlansInput } from '@/lib/contracts/plan';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import { acknowledgeHosts, listHosts, setOwner } from '@/lib/server/services/host';
import { writeNote } from '@/lib/server/services/note';
import { createPlan, listPlans, setTask } from '@/lib/server/services/plan';
import { createSchedule, listSchedules } from '@/lib/server/services/schedule';
import { createView, listViews } from '@/lib/server/services/view';
import { administer } from './administration';
import { AGNES, CLAIRE, type Deciding, type Desk, deskOf, JULIEN, ZONE } from './desk';
import type { Diary } from './diary';

const NO_MAIL = { isConfigured: false, from: null, files: false };

/** What people did about the fleet, once: who is responsible, what they noted, took care of, planned and keep asking. */
export async function doWork(diary: Diary, deciding: Deciding): Promise<void> {
  const desk = await deskOf(deciding);
  const julien = desk.as(JULIEN, 0);
  if ((await listViews({ ctx: julien, input: {} })).views.length > 0) return;
  const hosts = await hostsInNeed(julien);
  nameOwners(diary, hosts);
  acknowledge(diary, desk, hosts);
  writeNotes(diary, hosts);
  diary.on(JULIEN, 0, makePlan);
  administer(diary, hosts);
  // Last: that there are views says that all of this was done.
  keepViews(diary);
}

/** Those that nobody has an exception for, the silent ones too. */
async function hostsInNeed(ctx: Ctx): Promise<readonly HostRow[]> {
  const state = { include: [], exclude: ['Passed' as const] };
  const { hosts } = await listHosts({ ctx, input: { ...defaultHostQuery(), filter: { state }, limit: 500 } });
  return hosts.filter(({ exception }) => exception !== 'excepted');
}

const OWNERS = { 'PAR-Prod': 'Ops Paris', 'LYO-Prod': 'Ops Lyon', DR: 'DR team' } as const;

function nameOwners(diary: Diary, hosts: readonly HostRow[]): void {
  for (const [fabric, owner] of Object.entries(OWNERS)) {
    const ids = hosts.filter((host) => host.fabric === fabric).map(({ id }) => id);
    if (ids.length > 0) diary.on(CLAIRE, 6, (ctx) => setOwner({ ctx, input: { hosts: ids, owner } }));
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
  diary.on(JULIEN, 0.1, (ctx) => acknowledgeHosts({ ctx, input }));
}

function writeNotes(diary: Diary, hosts: readonly HostRow[]): void {
  const write = (email: string, daysAgo: number, cause: string, text: string) => {
    const [host] = withCause(hosts, cause);
    if (host !== undefined)
      diary.on(email, daysAgo, (ctx) => writeNote({ ctx, input: { host: host.id, text } }));
  };
  write(
    JULIEN,
    0.2,
    'TpmError',
    'Get-Tpm says TpmReady False and LockedOut True.\nThe vendor ships another module within three days.',
  );
  write(
    CLAIRE,
    0.05,
    'SecureBootSettings',
    'Firmware 2.19.1 was planned and went as announced.\nHGS needs the new baseline of one of these nodes.',
  );
}

/** The wave that the story is about: its plan is left to who looks at the demo. */
const CLUSTER_OF_WAVE = 'CL-PAR-03';

/** Every other host that fails checks, in one order of work, of which the first step is done. */
async function makePlan(ctx: Ctx): Promise<void> {
  if ((await listPlans({ ctx, input: ListPlansInput.parse({ limit: 1 }) })).plans.length > 0) return;
  const chosen = (await hostsInNeed(ctx))
    .filter(({ state, cluster }) => state === 'InsecureHostConfiguration' && cluster !== CLUSTER_OF_WAVE)
    .map(({ id }) => id);
  if (chosen.length === 0) return;
  const input = { hosts: chosen, name: 'Next restart window', owner: 'Ops Paris' };
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

function keepViews(diary: Diary): void {
  const keep = (email: string, name: string, query: string, shared: boolean) =>
    diary.on(email, 0, (ctx) => createView({ ctx, input: { name, page: 'hosts', query, shared } }));
  const worst = 'state=-Passed&sort=since&order=desc';
  keep(CLAIRE, 'Cannot run shielded VMs, newest first', worst, true);
  keep(CLAIRE, 'Baselines to register', 'check=SecureBootSettings', true);
  keep(JULIEN, 'Mine: Paris, before the night', `fabric=PAR-Prod&${worst}`, false);
}

/** Once the server is there: it makes the reports. */
export async function scheduleReports(deciding: Deciding): Promise<void> {
  const ctx = (await deskOf(deciding)).as(AGNES, 0);
  if ((await listSchedules({ ctx, input: { mail: NO_MAIL } })).schedules.length > 0) return;
  const report = { kind: 'moment', filter: 'fabric=PAR-Prod', lang: 'fr' } as const;
  const weekly = { every: 'week', on: 1, at: '07:00', timeZone: ZONE, recipients: [], keep: 12 } as const;
  const input = { name: 'PAR-Prod, Monday morning', report, ...weekly, recipients: [] };
  await createSchedule({ ctx, input, mail: NO_MAIL });
}
