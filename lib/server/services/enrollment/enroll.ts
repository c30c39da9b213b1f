import { v7 as uuidv7 } from 'uuid';
import { EnrollInput, type EnrollOutput } from '@/lib/contracts/agent';
import { hostNameKey, isHostName, usableMachineId } from '@/lib/domain/identity';
import { mayEnrolUntil } from '@/lib/domain/re-enrolment';
import { reportingAt } from '@/lib/domain/reporting';
import { auditAll } from '@/lib/server/audit/record';
import type { Ctx, Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { isUniqueViolation } from '@/lib/server/db/failures';
import { recordChanges } from '@/lib/server/db/ingest/changes';
import { ServiceError } from '@/lib/server/errors';
import { readSecret } from '@/lib/server/request/bearer-secrets';
import { parseInput } from '@/lib/server/request/parse-input';
import { storableText } from '@/lib/util/text';
import { issueCredentials } from './internal';
import { alreadyEnrolled, countProbe, HostOfAnotherFabric, refuseProbing } from './other-fabrics';

type Enrolling = {
  machineId: string | null;
  hostname: string;
  fqdn: string | null;
  nameKey: string;
  agentVersion: string | null;
};

type Token = { id: string; fabricId: string; kind: string; allowReenroll: boolean; usesLeft: number };

type Enrolled = { hostId: string; credential: string };

/**
 * Checks, before the body is read, that the token exists. Whether it has uses left is checked later, because
 * that depends on who asks.
 */
export async function admitEnrollment({ ctx, token }: { ctx: Ctx; token: string }): Promise<void> {
  const hash = readSecret('enrollmentToken', token);
  const known = hash && (await ctx.db.enrollmentToken.findUnique({ where: { hash } }));
  if (!known || isOver(known, ctx.now)) throw invalidToken();
}

/**
 * Whether an unknown host could enrol with this token, without spending a use. A used-up token gets the same
 * answer as a wrong one, so that the caller learns no more than by enrolling.
 */
export async function checkEnrollmentToken({ ctx, token }: { ctx: Ctx; token: string }): Promise<void> {
  const hash = readSecret('enrollmentToken', token);
  const known = hash && (await ctx.db.enrollmentToken.findUnique({ where: { hash } }));
  if (!known || isOver(known, ctx.now) || known.used >= known.uses) throw invalidToken();
}

const isOver = (token: { revokedAt: Date | null; expiresAt: Date }, now: Date) =>
  token.revokedAt !== null || token.expiresAt <= now;

export type EnrollSettings = { serverEpoch: string; reportIntervalSeconds: number };

type Enrollment<Input> = Verb<Input> & {
  token: string;
  settings: EnrollSettings;
  /** Where the request came from; absent without a request. */
  address?: string;
};

/**
 * Enrols a host. The token is the authorisation: whoever holds it may enrol into its fabric. Nothing in the
 * body proves an identity, so a body can never take over a live host.
 */
export async function enrollHost({ input, ...rest }: Enrollment<EnrollInput>): Promise<EnrollOutput> {
  const [enrolled] = await enrollHosts({ ...rest, input: [input] });
  if (enrolled === undefined) throw new Error('an enrolment gave no host');
  return enrolled;
}

/**
 * Enrols many hosts with one token, all or none: one refusal refuses them all. Answers come in the order of
 * the input.
 */
export async function enrollHosts({
  ctx,
  input,
  token,
  settings,
  address = '',
}: Enrollment<readonly EnrollInput[]>): Promise<EnrollOutput[]> {
  const hash = readSecret('enrollmentToken', token);
  if (hash === null) throw invalidToken();
  const enrolling = input.map(readInput);
  try {
    const enrolled = await transact(ctx.db, async (tx) => {
      const valid = await lockToken(tx, ctx.now, hash);
      await refuseProbing(tx, ctx.now, { tokenId: valid.id, address });
      return enrollAll({ tx, ctx, token: valid, settings }, enrolling);
    });
    const { serverEpoch, reportIntervalSeconds: nextReportSeconds } = settings;
    const serverTime = ctx.now.toISOString();
    return enrolled.map((one) => ({ ...one, serverEpoch, serverTime, nextReportSeconds }));
  } catch (error) {
    if (error instanceof HostOfAnotherFabric) await countProbe(ctx, { tokenId: error.tokenId, address });
    // Two requests enrolled one machine at the same time, and the other transaction won.
    if (isUniqueViolation(error)) throw alreadyEnrolled();
    throw error;
  }
}

function readInput(input: EnrollInput): Enrolling {
  const { machineId, hostname, fqdn, agentVersion } = parseInput(EnrollInput, input);
  const names = {
    hostname: storableText(hostname.trim()),
    fqdn: fqdn?.trim() ? storableText(fqdn.trim()) : null,
  };
  for (const [field, name] of Object.entries(names))
    if (name !== null && !isHostName(name))
      throw new ServiceError(
        'invalid_envelope',
        `${field} must be a name of letters, digits, "-" and "_", with dots between: rename the host`,
        { pointer: `/${field}` },
      );
  return {
    ...names,
    machineId: usableMachineId(machineId),
    nameKey: hostNameKey(names),
    agentVersion: agentVersion ? storableText(agentVersion) : null,
  };
}

/** Wrong, expired, used-up and revoked tokens get the same answer, so that guessing teaches nothing. */
const invalidToken = () => new ServiceError('invalid_token', 'This enrolment token is not valid');

async function lockToken(tx: Db, now: Date, hash: Uint8Array<ArrayBuffer>): Promise<Token> {
  await tx.$executeRaw`SELECT 1 AS locked FROM enrollment_token WHERE hash = ${hash} FOR UPDATE`;
  const token = await tx.enrollmentToken.findUnique({ where: { hash } });
  if (token === null || isOver(token, now)) throw invalidToken();
  return { ...token, usesLeft: token.uses - token.used };
}

type Scope = { tx: Db; ctx: Ctx; token: Token; settings: EnrollSettings };

/** The result for one host, and the number of its enrolment. */
type Admitted = {
  hostId: string;
  enrollment: number;
  how: 'resumed' | 'again' | 'new';
  enrolling: Enrolling;
};

async function enrollAll(scope: Scope, all: readonly Enrolling[]): Promise<Enrolled[]> {
  const admitted = await admitAll(scope, all);
  const fresh = admitted.filter(({ how }) => how !== 'resumed');
  if (fresh.length > scope.token.usesLeft) throw invalidToken();
  await resumeHosts(
    scope,
    admitted.filter(({ how }) => how === 'resumed'),
  );
  for (const one of fresh) if (one.how === 'again') await reenroll(scope, one);
  await createHosts(
    scope,
    fresh.filter(({ how }) => how === 'new'),
  );
  await recordEnrollments(scope, fresh);
  const { tx, ctx, token } = scope;
  const owners = admitted.map(({ hostId: sourceId, enrollment }) => ({ sourceId, enrollment }));
  const credentials = await issueCredentials(tx, ctx, owners);
  await auditAll(
    tx,
    ctx,
    admitted.map((one) => entryOf(token, one)),
  );
  return admitted.map(({ hostId }, index) => ({ hostId, credential: credentials[index] ?? '' }));
}

async function admitAll(scope: Scope, all: readonly Enrolling[]): Promise<Admitted[]> {
  const earlier = await findUnconfirmed(scope, all);
  const present = await findPresent(scope.tx, all);
  const taken = new Set<string>();
  return all.map((enrolling) => {
    const { machineId, nameKey } = enrolling;
    // Two entries of one request may not be the same host, as two requests may not.
    for (const name of [`name ${nameKey}`, ...(machineId === null ? [] : [`machine ${machineId}`])]) {
      if (taken.has(name)) throw alreadyEnrolled();
      taken.add(name);
    }
    const resumed = machineId === null ? undefined : earlier.get(machineId);
    if (resumed?.nameKey === nameKey)
      return { hostId: resumed.hostId, enrollment: resumed.enrollment, how: 'resumed', enrolling };
    return admit(scope, enrolling, present);
  });
}

/** A host that exists is refused or allowed to enrol again; any other is new. */
function admit({ token, ctx }: Scope, enrolling: Enrolling, present: readonly PresentHost[]): Admitted {
  // One token serves the whole request. Without a use left, the answer does not even say which hosts exist.
  if (token.usesLeft < 1) throw invalidToken();
  const { machineId, nameKey } = enrolling;
  const [host, other] = present.filter(
    (one) => one.nameKey === nameKey || (machineId !== null && one.machineId === machineId),
  );
  if (host === undefined) return { hostId: uuidv7(), enrollment: 1, how: 'new', enrolling };
  if (host.fabricId !== token.fabricId) throw new HostOfAnotherFabric(token.id);
  if (other !== undefined || !mayReenroll(host, { token, nameKey, now: ctx.now })) throw alreadyEnrolled();
  return { hostId: host.id, enrollment: host.source.enrollment + 1, how: 'again', enrolling };
}

type Unconfirmed = Pick<Admitted, 'hostId' | 'enrollment'> & { nameKey: string | undefined };

/**
 * The hosts whose reply was lost: the same token, machine and name before the first snapshot get a new
 * credential for the same host. Another name is another machine, whose cloned board has the same id.
 */
async function findUnconfirmed({ tx, token }: Scope, all: readonly Enrolling[]) {
  const machineIds = all.flatMap(({ machineId }) => machineId ?? []);
  const earlier = await tx.enrollment.findMany({
    where: {
      tokenId: token.id,
      machineId: { in: machineIds },
      source: { confirmedAt: null, endedAt: null },
    },
    orderBy: { enrolledAt: 'asc' },
    include: { source: { select: { enrollment: true, host: { select: { nameKey: true } } } } },
  });
  const found = new Map<string, Unconfirmed>();
  for (const { machineId, number, sourceId: hostId, source } of earlier)
    if (machineId !== null && number === source.enrollment)
      found.set(machineId, { hostId, enrollment: number, nameKey: source.host?.nameKey });
  return found;
}

function findPresent(tx: Db, all: readonly Enrolling[]): Promise<PresentHost[]> {
  const nameKeys = all.map(({ nameKey }) => nameKey);
  const machineIds = all.flatMap(({ machineId }) => machineId ?? []);
  return tx.host.findMany({
    where: { retiredAt: null, OR: [{ nameKey: { in: nameKeys } }, { machineId: { in: machineIds } }] },
    include: { hostLive: true, source: { select: { enrollment: true } } },
  });
}

type PresentHost = {
  id: string;
  source: { enrollment: number };
  nameKey: string;
  machineId: string | null;
  fabricId: string;
  reenrollUntil: Date | null;
  hostLive: {
    lastObservedAt: Date | null;
    lateAfter: Date | null;
    silentAfter: Date | null;
    lastRejectedAt: Date | null;
  } | null;
};

/**
 * Whether a host may enrol again: an operator allowed it (for 24 h), or the token allows it and the host is
 * not heard of. Asked only for a token of the host's own fabric.
 */
function mayReenroll(
  { nameKey, reenrollUntil, hostLive }: PresentHost,
  { token, nameKey: asked, now }: { token: Token; nameKey: string; now: Date },
): boolean {
  if (mayEnrolUntil(reenrollUntil, now) !== null) return true;
  if (!token.allowReenroll || hostLive === null) return false;
  const reporting = reportingAt(hostLive, now);
  // A host that has just enrolled has not gone: before its first snapshot only the same name may replace it.
  return reporting === 'silent' || (reporting === 'never' && asked === nameKey);
}

async function resumeHosts({ tx, settings }: Scope, resumed: readonly Admitted[]): Promise<void> {
  if (resumed.length === 0) return;
  await tx.hostLive.updateMany({
    where: { hostId: { in: resumed.map(({ hostId }) => hostId) } },
    data: { toldInterval: settings.reportIntervalSeconds },
  });
}

async function createHosts({ tx, ctx, token, settings }: Scope, hosts: readonly Admitted[]): Promise<void> {
  if (hosts.length === 0) return;
  const { fabricId } = token;
  await tx.source.createMany({ data: hosts.map(({ hostId: id }) => ({ id, kind: token.kind })) });
  await tx.host.createMany({
    data: hosts.map(({ hostId, enrolling: { machineId, hostname, fqdn, nameKey } }) => ({
      id: hostId,
      fabricId,
      enrolledHostname: hostname,
      enrolledFqdn: fqdn,
      machineId,
      nameKey,
      enrolledAt: ctx.now,
    })),
  });
  const toldInterval = settings.reportIntervalSeconds;
  await tx.hostLive.createMany({ data: hosts.map(({ hostId }) => ({ hostId, toldInterval })) });
  const recordedBy = `enrollmentToken:${token.id}`;
  await tx.hostAssignment.createMany({
    data: hosts.map(({ hostId }) => ({ id: uuidv7(), hostId, fabricId, validFrom: ctx.now, recordedBy })),
  });
}

async function reenroll({ tx, settings }: Scope, { hostId, enrollment, enrolling }: Admitted) {
  const { machineId, nameKey } = enrolling;
  // Waits for a batch that is storing this host's snapshots; those belong to the previous enrolment.
  await tx.$executeRaw`SELECT 1 AS locked FROM host_live WHERE host_id = ${hostId}::uuid FOR UPDATE`;
  const source = { update: { enrollment, confirmedAt: null, lockedAt: null } };
  await tx.host.update({ where: { id: hostId }, data: { machineId, nameKey, reenrollUntil: null, source } });
  const toldInterval = settings.reportIntervalSeconds;
  await tx.hostLive.update({ where: { hostId }, data: { sequence: null, toldInterval } });
}

async function recordEnrollments({ tx, ctx, token }: Scope, fresh: readonly Admitted[]): Promise<void> {
  if (fresh.length === 0) return;
  await tx.enrollmentToken.update({ where: { id: token.id }, data: { used: { increment: fresh.length } } });
  await tx.enrollment.createMany({
    data: fresh.map(({ hostId, enrollment, enrolling: { nameKey: _, ...names } }) => ({
      ...names,
      id: uuidv7(),
      sourceId: hostId,
      number: enrollment,
      tokenId: token.id,
      enrolledAt: ctx.now,
    })),
  });
  await recordChanges(
    tx,
    fresh.map(({ hostId, enrollment }) => ({
      hostId,
      kind: 'enrolled',
      detail: { enrollment },
      causeKey: `enrolled:${hostId}:${enrollment}`,
    })),
    ctx.now,
  );
}

const ACTIONS = {
  new: 'host.enrolled',
  again: 'host.reenrolled',
  resumed: 'host.credentialReissued',
} as const;

function entryOf(token: Token, { hostId, how, enrolling: { nameKey, machineId } }: Admitted) {
  const about = how === 'resumed' ? {} : { name: nameKey, machineId, fabric: token.fabricId };
  return {
    action: ACTIONS[how],
    subject: { kind: 'host', id: hostId },
    detail: { ...about, token: token.id },
  };
}
