import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AGENT_LIMITS, type Connection, type SnapshotsOutput } from '@/lib/contracts/agent';
import { isServiceError } from '@/lib/server/errors';
import type { Handler } from '@/lib/server/http/common/last-resort';
import { problemOf } from '@/lib/server/http/common/problem';
import { API_HEADERS, securityHeaders } from '@/lib/server/http/common/security-headers';
import type { Runtime } from '@/lib/server/runtime';
import {
  type Delivery,
  deliverInParts,
  readRequest,
  type SnapshotBatcher,
  wholeRefusal,
} from '@/lib/server/services/snapshot';
import { loopTurns } from '@/lib/util/loop-turns';
import { type Admission, patienceOfAgent } from './agent-admission';
import { readAgentBytes } from './agent-body';
import { directConnectionOf } from './agent-connection';
import { type Allowance, allowanceOf } from './reading-allowance';

export const SNAPSHOTS_PATH = '/api/v1/agent/snapshots';

/** The facts of a request that depend on the path by which it came. */
type Asked = { requestId: string; address: string; connection: { connection?: Connection } };

/** Answers a request with snapshots. */
export type SnapshotDoor = (
  request: IncomingMessage,
  response: ServerResponse,
  asked: Asked,
) => Promise<void>;

type Deliver = SnapshotBatcher['deliver'];

/**
 * The door that a whole fleet uses all the time. It uses Node's own request and response, because it needs
 * little of what a framework does for each (docs/decisions/ingest-door.md).
 */
export function createSnapshotDoor(runtime: Runtime, admission: Admission): SnapshotDoor {
  const { batcher, settings, publicUrl } = runtime;
  const headers = [...securityHeaders({ https: publicUrl.startsWith('https:') }), ...API_HEADERS].flat();

  async function take(
    request: IncomingMessage,
    { requestId, address, connection }: Asked,
  ): Promise<SnapshotsOutput> {
    const inTime = patienceOfAgent();
    const deliver: Deliver = (delivery) => inTime(() => batcher.deliver(delivery));
    const { authorization } = request.headers;
    const host = await inTime(() => admission.admit({ requestId, address, authorization }));
    const base = { hostId: host.id, enrollment: host.enrollment, requestId };
    await admission.admitReading(host.credentialId);
    const place = admission.placeOf(host.credentialId);
    const { credentialId } = host;
    const allow = allowanceOf(admission, { credentialId, enter: place.enter, inTime });
    const toldSeconds = settings.reportIntervalSeconds;
    const results = await readDelivery(request, base, { deliver, allow })
      .then((delivery) => deliverInParts(delivery, deliver))
      .finally(place.leave);
    return {
      serverEpoch: runtime.serverEpoch,
      serverTime: new Date().toISOString(),
      // While the setting changes, the shorter interval: a host that sends early is never considered silent.
      nextReportSeconds: Math.min(toldSeconds, settings.reportIntervalSeconds),
      ...connection,
      results,
    };
  }

  return async (request, response, asked) => {
    const { status, body, more } = await take(request, asked).then(answered, (error: unknown) =>
      refused(error, {
        id: asked.requestId,
        url: SNAPSHOTS_PATH,
        log: runtime.log.child({ requestId: asked.requestId }),
      }),
    );
    const own = ['x-request-id', asked.requestId, 'content-length', String(Buffer.byteLength(body)), ...more];
    // A request begun before the stop gets the last answer on its connection.
    const last = runtime.stopping ? ['connection', 'close'] : [];
    response.writeHead(status, [...headers, ...own, ...last]);
    response.end(body);
  };
}

type Answer = { status: number; body: string; more: string[] };

const answered = (output: SnapshotsOutput): Answer => ({
  status: 200,
  body: JSON.stringify(output),
  more: ['content-type', 'application/json; charset=utf-8'],
});

function refused(error: unknown, asked: Parameters<typeof problemOf>[1]): Answer {
  const { problem, headers } = problemOf(error, asked);
  return { status: problem.status, body: JSON.stringify(problem), more: Object.entries(headers).flat() };
}

type Base = Pick<Delivery, 'hostId' | 'enrollment' | 'requestId'>;

/** A body refused as a whole counts for its host each time: the host must not stay green on older evidence. */
async function readDelivery(
  request: IncomingMessage,
  base: Base,
  { deliver, allow }: { deliver: Deliver; allow: Allowance },
): Promise<Delivery> {
  const { hostId, enrollment, requestId } = base;
  const begunAt = Date.now();
  try {
    const bytes = await readAgentBytes(request, AGENT_LIMITS.bodyBytes);
    await allow.admit(bytes.length);
    const turns = loopTurns();
    const { sentAt, spool, items } = await allow.read(() =>
      readRequest(bytes, turns).finally(() => allow.held(turns.heldMs())),
    );
    // Stamped once the body is complete: a slow upload must not make a snapshot look older than its reading.
    const receivedAt = Date.now();
    const noteHeld = (ms: number) => void allow.held(ms);
    return { hostId, enrollment, requestId, receivedAt, sentAt, spool, items, bodyFault: null, noteHeld };
  } catch (error) {
    if (isServiceError(error) && [400, 413, 422].includes(error.status)) {
      await deliver(wholeRefusal({ ...base, receivedAt: begunAt }, error.code));
    }
    throw error;
  }
}

/** The server needs to do only this for a client that connects directly, without a proxy. */
export function listenForSnapshots(door: SnapshotDoor, { metrics }: Runtime): Handler {
  return async (request, response) => {
    const startedAt = performance.now();
    const { socket } = request;
    const address = socket.remoteAddress ?? '';
    const asked = { requestId: randomUUID(), address, connection: directConnectionOf(socket) };
    await door(request, response, asked);
    const seconds = (performance.now() - startedAt) / 1000;
    metrics.answered({ route: SNAPSHOTS_PATH, method: 'POST', status: response.statusCode, seconds });
  };
}
