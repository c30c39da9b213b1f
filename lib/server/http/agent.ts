import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  AGENT_LIMITS,
  EnrollInput,
  type EnrollOutput,
  type RotateOutput,
  SnapshotsEnvelope,
  type SnapshotsOutput,
} from '@/lib/contracts/agent';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { patience } from '@/lib/server/in-time';
import { bearerOf } from '@/lib/server/secrets';
import {
  admitEnrollment,
  createHostAuthenticator,
  enrollHost,
  type HostActor,
  rotateCredential,
} from '@/lib/server/services/enrollment';
import {
  createFrames,
  type Delivery,
  type Frames,
  readAgentEnvelope,
  readItem,
  type SnapshotBatcher,
} from '@/lib/server/services/snapshot';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import { parseAgentJson, readAgentBytes } from './agent-body';
import { connectionOf } from './agent-connection';
import { type AgentLimits, createAgentLimits } from './agent-limits';

export type AgentRoutes = {
  db: DbRoot;
  batcher: SnapshotBatcher;
  serverEpoch: string;
  reportIntervalSeconds: number;
};

const ENROLL_BODY_BYTES = 16 * 1024;

/** The agents' door (protocol.md 2). Bodies are read by the handlers themselves, after the credential was checked. */
export async function agentRoutes(app: FastifyInstance, routes: AgentRoutes): Promise<void> {
  const limits = createAgentLimits();
  const hosts = createHostAuthenticator(routes.db);
  const frames = createFrames();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  const scope = (request: FastifyRequest): Omit<Ctx, 'actor'> => ({
    db: routes.db,
    now: new Date(),
    requestId: request.id,
  });
  const hostOf = async (request: FastifyRequest) => {
    const secret = bearerOf(request.headers.authorization) ?? '';
    const host = await countingFailures(limits, request.ip, () => hosts.authenticate(scope(request), secret));
    await limits.noteRequest(host.credentialId);
    return host;
  };

  app.post('/api/v1/agent/enroll', async (request, reply): Promise<EnrollOutput> => {
    const token = bearerOf(request.headers.authorization) ?? '';
    const ctx: Ctx = { ...scope(request), actor: { kind: 'anonymous' } };
    const inTime = patienceOfAgent();
    const counting = <T>(work: () => Promise<T>) => inTime(() => countingFailures(limits, request.ip, work));
    await counting(() => admitEnrollment({ ctx, token }));
    const input = parseEnvelope(
      EnrollInput,
      parseAgentJson(await readAgentBytes(request.raw, ENROLL_BODY_BYTES)),
    );
    const answer = await counting(() => enrollHost({ ctx, input, token, settings: routes }));
    reply.code(201);
    return { ...answer, ...connectionOf(request.raw) };
  });

  app.post(
    '/api/v1/agent/rotate',
    (request): Promise<RotateOutput> =>
      patienceOfAgent()(async () => {
        const actor = await hostOf(request);
        return rotateCredential({ ctx: { ...scope(request), actor }, serverEpoch: routes.serverEpoch });
      }),
  );

  app.post('/api/v1/agent/snapshots', async (request): Promise<SnapshotsOutput> => {
    const inTime = patienceOfAgent();
    const deliver: Deliver = (delivery) => inTime(() => routes.batcher.deliver(delivery));
    const host = await inTime(() => hostOf(request));
    const results = (await deliver(await readDelivery(request, host, { deliver, frames }))) ?? [];
    return {
      serverEpoch: routes.serverEpoch,
      serverTime: new Date().toISOString(),
      nextReportSeconds: routes.reportIntervalSeconds,
      ...connectionOf(request.raw),
      results,
    };
  });
}

async function countingFailures<T>(
  limits: AgentLimits,
  address: string,
  check: () => Promise<T>,
): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (isServiceError(error) && error.status === 401) await limits.noteFailure(address);
    throw error;
  }
}

type Deliver = SnapshotBatcher['deliver'];

/** A body that is refused whole counts for its host, each time it comes: it must not stay green on older evidence. */
async function readDelivery(
  request: FastifyRequest,
  host: HostActor,
  { deliver, frames }: { deliver: Deliver; frames: Frames },
): Promise<Delivery> {
  const base = {
    hostId: host.id,
    enrollment: host.enrollment,
    receivedAt: Date.now(),
    requestId: request.id,
  };
  try {
    const bytes = await readAgentBytes(request.raw, AGENT_LIMITS.bodyBytes);
    const envelope = readEnvelope(bytes, host.id, frames);
    // Stamped once the body is whole: a slow upload must not make a snapshot look older than its reading.
    return { ...base, receivedAt: Date.now(), ...envelope, bodyFault: null };
  } catch (error) {
    if (isServiceError(error) && [400, 413, 422].includes(error.status)) {
      const refused = { sentAt: null, spool: { pending: null, dropped: null }, items: [] };
      await deliver({ ...base, ...refused, bodyFault: error.code });
    }
    throw error;
  }
}

function readEnvelope(
  bytes: Buffer,
  hostId: string,
  frames: Frames,
): Pick<Delivery, 'sentAt' | 'spool' | 'items'> {
  const read = readAgentEnvelope(bytes, hostId, frames);
  const envelope = parseEnvelope(SnapshotsEnvelope, read?.envelope ?? parseAgentJson(bytes));
  if (envelope.snapshots.length > AGENT_LIMITS.snapshotsPerRequest)
    throw new ServiceError('too_large', `A request may hold ${AGENT_LIMITS.snapshotsPerRequest} snapshots`, {
      pointer: '/snapshots',
    });
  const sentAt = parseRfc3339(envelope.sentAt);
  if (sentAt === null)
    throw new ServiceError('invalid_envelope', 'sentAt must be a time like 2026-11-24T09:32:06Z', {
      pointer: '/sentAt',
    });
  return {
    sentAt,
    spool: { pending: envelope.spool?.pending ?? null, dropped: envelope.spool?.dropped ?? null },
    items: read?.items ?? envelope.snapshots.map(readItem),
  };
}

type Parser<T> = {
  safeParse: (body: unknown) => { success: true; data: T } | { success: false; error: { issues: Issue[] } };
};
type Issue = { path: PropertyKey[]; message: string };

function parseEnvelope<T>(schema: Parser<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const pointer = (issue?.path ?? []).map((key) => `/${String(key)}`).join('');
  throw new ServiceError(
    'invalid_envelope',
    `${pointer || 'body'}: ${issue?.message ?? 'not as documented'}`,
    { pointer },
  );
}

/** Around the database's part alone: a slow upload has the listener's own limit. Ids make harmless what still commits. */
const patienceOfAgent = () => patience('The server cannot take this now; keep it and try again');
