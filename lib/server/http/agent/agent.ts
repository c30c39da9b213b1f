import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type CheckTokenOutput,
  EnrollInput,
  type EnrollOutput,
  type RotateOutput,
} from '@/lib/contracts/agent';
import type { Ctx } from '@/lib/server/context';
import { bearerOf } from '@/lib/server/request/bearer-secrets';
import { parseAgentJson, parseEnvelope } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import {
  admitEnrollment,
  checkEnrollmentToken,
  enrollHost,
  rotateCredential,
} from '@/lib/server/services/enrollment';
import { type Admission, createAdmission, patienceOfAgent } from './agent-admission';
import { readAgentBytes } from './agent-body';
import { connectionOf } from './agent-connection';
import { createSnapshotDoor, SNAPSHOTS_PATH, type SnapshotDoor } from './agent-snapshots';

const ENROLL_BODY_BYTES = 16 * 1024;

/** Shared by the agents' routes, on every path by which requests come. */
export type AgentDoors = { admission: Admission; snapshots: SnapshotDoor };

export function createAgentDoors(runtime: Runtime): AgentDoors {
  const admission = createAdmission(runtime.ingestDb, runtime.batcher.deliver);
  return { admission, snapshots: createSnapshotDoor(runtime, admission) };
}

export type AgentRoutes = { runtime: Runtime; doors: AgentDoors };

/** The routes for agents. Handlers read bodies themselves, after the credential was checked. */
export async function agentRoutes(app: FastifyInstance, { runtime, doors }: AgentRoutes): Promise<void> {
  const { admission, snapshots } = doors;
  const { ingestDb: db } = runtime;
  const present = () => ({
    serverEpoch: runtime.serverEpoch,
    reportIntervalSeconds: runtime.settings.reportIntervalSeconds,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  const scope = (request: FastifyRequest): Omit<Ctx, 'actor'> => ({
    db,
    now: new Date(),
    requestId: request.id,
  });

  app.post('/api/v1/agent/enroll', async (request, reply): Promise<EnrollOutput> => {
    const token = bearerOf(request.headers.authorization) ?? '';
    const ctx: Ctx = { ...scope(request), actor: { kind: 'anonymous' } };
    const inTime = patienceOfAgent();
    const counting = <T>(work: () => Promise<T>) =>
      inTime(() => admission.countingFailures(request.ip, work));
    await counting(() => admitEnrollment({ ctx, token }));
    const input = parseEnvelope(
      EnrollInput,
      parseAgentJson(await readAgentBytes(request.raw, ENROLL_BODY_BYTES)),
    );
    const answer = await counting(() =>
      enrollHost({ ctx, input, token, settings: present(), address: request.ip }),
    );
    reply.code(201);
    return { ...answer, ...connectionOf(request.raw) };
  });

  // Test-GuardedFabricHost calls it before an installation. Its body is not read.
  app.post(
    '/api/v1/agent/check-token',
    (request): Promise<CheckTokenOutput> =>
      patienceOfAgent()(async () => {
        const token = bearerOf(request.headers.authorization) ?? '';
        const ctx: Ctx = { ...scope(request), actor: { kind: 'anonymous' } };
        await admission.countingFailures(request.ip, () => checkEnrollmentToken({ ctx, token }));
        return { valid: true, serverTime: ctx.now.toISOString(), ...connectionOf(request.raw) };
      }),
  );

  app.post(
    '/api/v1/agent/rotate',
    (request): Promise<RotateOutput> =>
      patienceOfAgent()(async () => {
        const { authorization } = request.headers;
        const actor = await admission.admit({ requestId: request.id, address: request.ip, authorization });
        return rotateCredential({ ctx: { ...scope(request), actor }, serverEpoch: runtime.serverEpoch });
      }),
  );

  // Requests through a proxy, or with the address in another spelling; the listener passes on all others.
  app.post(SNAPSHOTS_PATH, (request, reply) => {
    const { id: requestId, ip: address, raw } = request;
    reply.hijack();
    return snapshots(raw, reply.raw, { requestId, address, connection: connectionOf(raw) });
  });
}
