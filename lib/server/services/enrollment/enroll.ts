import { v7 as uuidv7 } from 'uuid';
import { EnrollInput, type EnrollOutput } from '@/lib/contracts/agent';
import { hostNameKey, usableMachineId } from '@/lib/domain/identity';
import { reportingAt } from '@/lib/domain/reporting';
import { audit } from '@/lib/server/audit/record';
import type { Ctx, Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { isUniqueViolation } from '@/lib/server/db/failures';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse';
import { readSecret } from '@/lib/server/secrets';
import { storableText } from '@/lib/util/text';
import { issueCredential } from './internal';

type Enrolling = {
  machineId: string | null;
  hostname: string;
  fqdn: string | null;
  nameKey: string;
  agentVersion: string | null;
};

type Token = { id: string; fabricId: string; allowReenroll: boolean; isUsedUp: boolean };

type Enrolled = { hostId: string; credential: string };

/** Before a body is read: whether this is a token at all. Whether it has uses left depends on who asks. */
export async function admitEnrollment({ ctx, token }: { ctx: Ctx; token: string }): Promise<void> {
  const hash = readSecret('enrollmentToken', token);
  const known = hash && (await ctx.db.enrollmentToken.findUnique({ where: { hash } }));
  if (!known || isOver(known, ctx.now)) throw invalidToken();
}

const isOver = (token: { revokedAt: Date | null; expiresAt: Date }, now: Date) =>
  token.revokedAt !== null || token.expiresAt <= now;

export type EnrollSettings = { serverEpoch: string; reportIntervalSeconds: number };

/**
 * A host becomes known. The token is the authorisation: whoever holds it may enrol into its fabric, and
 * nothing in the body proves an identity, so a live host is never taken over by what a body says.
 */
export async function enrollHost({
  ctx,
  input,
  token,
  settings,
}: Verb<EnrollInput> & { token: string; settings: EnrollSettings }): Promise<EnrollOutput> {
  const hash = readSecret('enrollmentToken', token);
  if (hash === null) throw invalidToken();
  const enrolling = readInput(input);
  try {
    const enrolled = await transact(ctx.db, async (tx) => {
      const valid = await lockToken(tx, ctx.now, hash);
      return (
        (await resume(tx, ctx, valid, enrolling, settings)) ??
        (await enroll(tx, ctx, valid, enrolling, settings))
      );
    });
    return {
      ...enrolled,
      serverEpoch: settings.serverEpoch,
      serverTime: ctx.now.toISOString(),
      nextReportSeconds: settings.reportIntervalSeconds,
    };
  } catch (error) {
    // Two tokens at once for one machine: the other transaction won.
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
  if (names.hostname === '')
    throw new ServiceError('invalid_envelope', 'hostname is empty', { pointer: '/hostname' });
  return {
    ...names,
    machineId: usableMachineId(machineId),
    nameKey: hostNameKey(names),
    agentVersion: agentVersion ? storableText(agentVersion) : null,
  };
}

/** One answer for wrong, expired, used-up and revoked: a guess learns nothing. */
const invalidToken = () => new ServiceError('invalid_token', 'This enrolment token is not valid');

const alreadyEnrolled = () =>
  new ServiceError(
    'already_enrolled',
    'A host with this machine id or name is enrolled. Allow its re-enrolment, or retire it, and try again',
  );

async function lockToken(tx: Db, now: Date, hash: Uint8Array<ArrayBuffer>): Promise<Token> {
  await tx.$queryRaw`SELECT 1 AS locked FROM enrollment_token WHERE hash = ${hash} FOR UPDATE`;
  const token = await tx.enrollmentToken.findUnique({ where: { hash } });
  if (token === null || isOver(token, now)) throw invalidToken();
  return { ...token, isUsedUp: token.used >= token.uses };
}

/** The reply was lost: the same token and machine, before the first snapshot, get a new credential for the same host. */
async function resume(
  tx: Db,
  ctx: Ctx,
  token: Token,
  { machineId }: Enrolling,
  settings: EnrollSettings,
): Promise<Enrolled | null> {
  if (machineId === null) return null;
  const earlier = await tx.enrollment.findFirst({
    where: { tokenId: token.id, machineId, confirmedAt: null, host: { retiredAt: null } },
    orderBy: { enrolledAt: 'desc' },
    include: { host: { select: { enrollment: true } } },
  });
  if (earlier === null || earlier.number !== earlier.host.enrollment) return null;
  const { hostId, number } = earlier;
  const toldInterval = settings.reportIntervalSeconds;
  await tx.hostLive.update({ where: { hostId }, data: { toldInterval } });
  const credential = await issueCredential(tx, ctx, { hostId, enrollment: number, replaceAll: true });
  await audit(tx, ctx, {
    action: 'host.credentialReissued',
    subject: { kind: 'host', id: hostId },
    detail: { token: token.id },
  });
  return { hostId, credential };
}

async function enroll(
  tx: Db,
  ctx: Ctx,
  token: Token,
  enrolling: Enrolling,
  settings: EnrollSettings,
): Promise<Enrolled> {
  if (token.isUsedUp) throw invalidToken();
  const { machineId, nameKey } = enrolling;
  const twins = await tx.host.findMany({
    where: { retiredAt: null, OR: [{ nameKey }, ...(machineId === null ? [] : [{ machineId }])] },
    include: { hostLive: true },
  });
  const [twin, other] = twins;
  if (other !== undefined || (twin !== undefined && !mayReenroll(twin, token, ctx.now)))
    throw alreadyEnrolled();
  const again = twin !== undefined;
  const host = again ? { id: twin.id, enrollment: twin.enrollment + 1 } : { id: uuidv7(), enrollment: 1 };
  if (again) await reenroll(tx, host, enrolling, settings);
  else await createHost(tx, ctx, host.id, token, enrolling, settings);
  await tx.enrollmentToken.update({ where: { id: token.id }, data: { used: { increment: 1 } } });
  const credential = await recordEnrollment(tx, ctx, host, token, enrolling);
  await audit(tx, ctx, {
    action: again ? 'host.reenrolled' : 'host.enrolled',
    subject: { kind: 'host', id: host.id },
    detail: { name: nameKey, machineId, fabric: token.fabricId, token: token.id },
  });
  return { hostId: host.id, credential };
}

type Twin = {
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
 * An operator said so for this host (24 h), or the token says so and nothing is heard of the host. Only by a
 * token of the host's own fabric: for one of another, what lies in this one does not exist.
 */
function mayReenroll({ fabricId, reenrollUntil, hostLive }: Twin, token: Token, now: Date): boolean {
  if (fabricId !== token.fabricId) return false;
  if (reenrollUntil !== null && reenrollUntil > now) return true;
  if (!token.allowReenroll || hostLive === null) return false;
  return ['silent', 'never'].includes(reportingAt(hostLive, now));
}

async function createHost(
  tx: Db,
  ctx: Ctx,
  id: string,
  token: Token,
  enrolling: Enrolling,
  settings: EnrollSettings,
) {
  const { machineId, hostname, fqdn, nameKey } = enrolling;
  await tx.host.create({
    data: {
      id,
      fabricId: token.fabricId,
      enrolledHostname: hostname,
      enrolledFqdn: fqdn,
      machineId,
      nameKey,
      enrolledAt: ctx.now,
    },
  });
  await tx.hostLive.create({ data: { hostId: id, toldInterval: settings.reportIntervalSeconds } });
  await tx.hostAssignment.create({
    data: {
      id: uuidv7(),
      hostId: id,
      fabricId: token.fabricId,
      validFrom: ctx.now,
      recordedBy: `enrollmentToken:${token.id}`,
    },
  });
}

async function reenroll(
  tx: Db,
  host: { id: string; enrollment: number },
  { machineId, nameKey }: Enrolling,
  settings: EnrollSettings,
) {
  // Waits for a batch that is storing this host's snapshots; what it counted belongs to the enrolment before.
  await tx.$queryRaw`SELECT 1 AS locked FROM host_live WHERE host_id = ${host.id}::uuid FOR UPDATE`;
  await tx.host.update({
    where: { id: host.id },
    data: {
      enrollment: host.enrollment,
      machineId,
      nameKey,
      reenrollUntil: null,
      lockedAt: null,
    },
  });
  const toldInterval = settings.reportIntervalSeconds;
  await tx.hostLive.update({ where: { hostId: host.id }, data: { sequence: null, toldInterval } });
}

async function recordEnrollment(
  tx: Db,
  ctx: Ctx,
  host: { id: string; enrollment: number },
  token: Token,
  enrolling: Enrolling,
): Promise<string> {
  const { machineId, hostname, fqdn, agentVersion } = enrolling;
  await tx.enrollment.create({
    data: {
      id: uuidv7(),
      hostId: host.id,
      number: host.enrollment,
      tokenId: token.id,
      machineId,
      hostname,
      fqdn,
      agentVersion,
      enrolledAt: ctx.now,
    },
  });
  return issueCredential(tx, ctx, { hostId: host.id, enrollment: host.enrollment, replaceAll: true });
}
