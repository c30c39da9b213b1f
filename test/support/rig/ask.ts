import { v7 as uuidv7 } from 'uuid';
import type { EnrolledHost } from '@/apps/simulator/host-agent';

export type Answer = {
  status: number;
  code: string | undefined;
  retryAfterSeconds: number | null;
  seconds: number;
  /** The outcome of each snapshot that was sent. */
  outcomes: string[];
};

/** One request on a connection of its own; how long its answer took, whatever it was. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const startedAt = performance.now();
  const headers = { connection: 'close', ...(init.headers as Record<string, string> | undefined) };
  const response = await fetch(url, { ...init, headers });
  const text = await response.text();
  const retryAfter = response.headers.get('retry-after');
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const body: { code?: string; results?: { outcome: string }[] } = isJson ? JSON.parse(text) : {};
  return {
    status: response.status,
    code: body.code,
    retryAfterSeconds: retryAfter === null ? null : Number(retryAfter),
    seconds: (performance.now() - startedAt) / 1000,
    outcomes: (body.results ?? []).map(({ outcome }) => outcome),
  };
}

export const smallSnapshot = () => ({
  snapshotId: uuidv7(),
  collectedAt: new Date().toISOString(),
  hgsClient: null,
});

export function deliver(
  address: string,
  { credential }: EnrolledHost,
  snapshots: unknown[],
): Promise<Answer> {
  return ask(`${address}/api/v1/agent/snapshots`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
    body: JSON.stringify({ schema: 1, sentAt: new Date().toISOString(), snapshots }),
  });
}
