import { randomUUID } from 'node:crypto';
import type { RequestExceptionInput } from '@/lib/contracts/exception';
import type { Role } from '@/lib/domain/roles';
import type { Ctx, FabricScope } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { listChanges } from '@/lib/server/services/change';
import { approveException, requestException } from '@/lib/server/services/exception';
import { createFabric } from '@/lib/server/services/fabric';
import { DAY_MS } from '@/lib/util/durations';
import { systemCtx } from './callers';
import type { HostSpec, ProfileSpec } from './fleet';
import { insertFleet } from './fleet';
import { uniqueName } from './world';

export const NOW = new Date('2026-11-24T09:00:00Z');
export const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

/** A person who is signed in, at a moment. */
export function personCtx(
  db: DbRoot,
  { id = uniqueName('person'), role = 'operator', fabrics = 'all', now = NOW }: Partial<PersonSpec> = {},
): Ctx {
  const actor = { kind: 'operator', id, name: id, email: `${id}@fab.example`, role, fabrics } as const;
  return { actor, db, now, requestId: uniqueName('request') };
}

/** The same, with an account: what decides for others looks at it again. */
export async function accountCtx(
  db: DbRoot,
  { id = uniqueName('person'), role = 'operator', fabrics = 'all', now = NOW }: Partial<PersonSpec> = {},
): Promise<Ctx> {
  const times = { createdAt: now, updatedAt: now };
  const email = `${id}@fab.example`;
  await db.operator.create({ data: { id, email, name: id, role, allFabrics: fabrics === 'all', ...times } });
  if (fabrics !== 'all')
    await db.operatorFabric.createMany({ data: fabrics.map((fabricId) => ({ operatorId: id, fabricId })) });
  return personCtx(db, { id, role, fabrics, now });
}

type PersonSpec = { id: string; role: Role; fabrics: FabricScope; now: Date };

export const failing = (hostname: string, causes: string[]): ProfileSpec => ({
  id: randomUUID(),
  hostname,
  fqdn: `${hostname}.fab.example`,
  cluster: 'CL-1',
  os: '2022',
  model: 'M4',
  firmwareVersion: '2.19.1',
  tpm: null,
  agentVersion: '1.0.0',
  riskFlags: [],
  osVersion: '10.0.20348.2849',
  bootStage: 'done',
  mode: 'Tpm',
  judgedState: causes.length > 0 ? 'InsecureHostConfiguration' : 'Passed',
  attestationStatus: causes.length > 0 ? 'InsecureHostConfiguration' : 'Passed',
  failingChecks: causes,
  causes,
});

/** Sends every 15 minutes from `fromDay` to `toDay` days after NOW. */
export function reportingHost(
  profile: ProfileSpec,
  fabricId: string,
  { fromDay, toDay, vms = 3 }: { fromDay: number; toDay: number; vms?: number },
): HostSpec {
  const from = inDays(fromDay);
  const items = Array.from({ length: Math.round((toDay - fromDay) * 24) + 1 }, (_, hour) => ({
    observedAt: new Date(from.getTime() + hour * 3_600_000),
    intervalSeconds: 3_600,
    vms,
    clockOffsetMs: 0,
    late: false,
    profile,
  }));
  return {
    id: randomUUID(),
    enrolledHostname: profile.hostname,
    enrolledFqdn: profile.fqdn,
    enrolledAt: from,
    retiredAt: null,
    assignments: [{ id: randomUUID(), validFrom: from, fabricId, owner: 'ops' }],
    items,
  };
}

export const CAUSES = ['SecureBoot', 'BitLocker'];

/** Five hosts: three that fail in different ways, one of another fabric, one silent; and people who see the first fabric. */
export async function exceptionWorld(db: DbRoot) {
  const { id, name } = await createFabric({ ctx: systemCtx(db), input: { name: uniqueName('EXC') } });
  const other = await createFabric({ ctx: systemCtx(db), input: { name: uniqueName('OTH') } });
  const span = { fromDay: -2, toDay: 40 };
  const hosts = [
    reportingHost(failing('hv-1', CAUSES), id, span),
    reportingHost(failing('hv-2', ['SecureBoot']), id, span),
    reportingHost(failing('hv-3', []), id, span),
    reportingHost(failing('hv-4', CAUSES), other.id, span),
    // Silent since yesterday.
    reportingHost(failing('hv-5', CAUSES), id, { fromDay: -2, toDay: -1 }),
  ];
  await insertFleet(db, { fabrics: [], hosts, exceptions: [], acknowledgements: [] });
  const ids = hosts.map((host) => host.id);
  const fabrics = [id];
  return {
    fabric: name,
    other: other.name,
    fabricId: id,
    ids,
    asker: await accountCtx(db, { fabrics }),
    approver: await accountCtx(db, { fabrics }),
    both: await accountCtx(db, { fabrics: [id, other.id] }),
    onlyOther: await accountCtx(db, { fabrics: [other.id] }),
    at: (ctx: Ctx, days: number): Ctx => ({ ...ctx, now: inDays(days) }),
  };
}

export type ExceptionWorld = Awaited<ReturnType<typeof exceptionWorld>>;

export const asking = (
  hosts: string[],
  more: Partial<RequestExceptionInput> = {},
): RequestExceptionInput => ({
  hosts,
  causes: CAUSES,
  reason: 'The certificate is being renewed',
  control: 'Only the security team reads the volume',
  owner: 'Ops Paris',
  reviewAt: inDays(5),
  endsAt: inDays(10),
  ...more,
});

export const request = (ctx: Ctx, hosts: string[], more?: Partial<RequestExceptionInput>) =>
  requestException({ ctx, input: asking(hosts, more) });

export const approved = async (
  { asker, approver }: ExceptionWorld,
  hosts: string[],
  more?: Partial<RequestExceptionInput>,
) => {
  const { id } = await request(asker, hosts, more);
  return approveException({ ctx: approver, input: { id } });
};

/** What the feed says of exceptions. */
export async function exceptionChanges(my: ExceptionWorld, ctx: Ctx, days: number) {
  const kind = { include: ['exceptionInForce' as const, 'exceptionEnded' as const], exclude: [] };
  const filter = { fabric: { include: [my.fabric], exclude: [] }, kind };
  const asked = { filter, within: null, since: null, until: null, at: null, limit: 50, cursor: null };
  return (await listChanges({ ctx: my.at(ctx, days), input: asked })).changes;
}
