import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { EnrollOutput, Problem, SnapshotsOutput } from '@/lib/contracts/agent';

/** What goes wrong on the way, on purpose: half a body, or an answer that never arrives. */
export type WireFault = 'torn' | 'lostReply' | null;

type Answer = { status: number; text: string };

export type Refusal = { status: number; code: string; retryAfterSeconds: number | null };

export type Sent =
  | { kind: 'taken'; answer: SnapshotsOutput }
  | { kind: 'refused'; refusal: Refusal }
  /** No answer: whether the server has it is not known. */
  | { kind: 'lost' };

const ANSWER_WITHIN_MS = 30_000;

/** A client of the agent API that keeps its connections, as many as are needed at once. */
export function createAgentApi(server: string, { maxSockets = 256 } = {}) {
  const base = new URL(server);
  const isTls = base.protocol === 'https:';
  const agent = isTls
    ? new HttpsAgent({ keepAlive: true, maxSockets })
    : new HttpAgent({ keepAlive: true, maxSockets });
  const underWay = new Set<() => void>();
  let isClosed = false;

  function post(path: string, secret: string, body: string, fault: WireFault): Promise<Answer | null> {
    if (isClosed) return Promise.resolve(null);
    return new Promise((resolve) => {
      const bytes = Buffer.from(body);
      const request = (isTls ? httpsRequest : httpRequest)(new URL(path, base), {
        method: 'POST',
        agent,
        timeout: ANSWER_WITHIN_MS,
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json; charset=utf-8',
          'content-length': bytes.length,
        },
      });
      const answered = (answer: Answer | null) => {
        underWay.delete(lost);
        resolve(answer);
      };
      const lost = () => {
        request.destroy();
        answered(null);
      };
      underWay.add(lost);
      request.once('error', lost);
      request.once('timeout', lost);
      request.once('response', (response) => {
        // The server has already answered and stored. Only this client does not learn of it.
        if (fault === 'lostReply') lost();
        else void textOf(response).then((text) => answered({ status: response.statusCode ?? 0, text }), lost);
      });
      if (fault === 'torn') request.write(bytes.subarray(0, bytes.length >> 1), lost);
      else request.end(bytes);
    });
  }

  return {
    enroll: async (token: string, names: Record<string, string>): Promise<EnrollOutput> => {
      const answer = await post('/api/v1/agent/enroll', token, JSON.stringify(names), null);
      if (answer === null) throw new Error(`${server} did not answer an enrolment`);
      if (answer.status !== 201) {
        const { status, code } = refusalOf(answer);
        throw new Error(`${server} refused to enrol ${names.hostname}: ${status} ${code}`);
      }
      return EnrollOutput.parse(JSON.parse(answer.text));
    },
    send: async (credential: string, body: unknown, fault: WireFault): Promise<Sent> => {
      const answer = await post('/api/v1/agent/snapshots', credential, JSON.stringify(body), fault);
      if (answer === null) return { kind: 'lost' };
      if (answer.status !== 200) return { kind: 'refused', refusal: refusalOf(answer) };
      return { kind: 'taken', answer: SnapshotsOutput.parse(JSON.parse(answer.text)) };
    },
    /** What is under way is lost, and what waits for a connection gets none. */
    close: () => {
      isClosed = true;
      for (const lost of underWay) lost();
      agent.destroy();
    },
  };
}

export type AgentApi = ReturnType<typeof createAgentApi>;

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function refusalOf({ status, text }: Answer): Refusal {
  try {
    const { code, retryAfterSeconds } = Problem.parse(JSON.parse(text));
    return { status, code, retryAfterSeconds: retryAfterSeconds ?? null };
  } catch {
    return { status, code: 'unreadable', retryAfterSeconds: null };
  }
}
