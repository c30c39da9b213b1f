import type { SetUpInput } from '@/lib/contracts/procedures';

export type SessionFailure =
  | { kind: 'wrong' | 'unreachable' | 'server' | 'gone' | 'invalid' }
  | { kind: 'tooMany'; retryAfterSeconds: number | null };

/** Null where it worked. */
type Outcome = Promise<SessionFailure | null>;

const FAILURE_OF_STATUS: Readonly<Record<number, 'wrong' | 'gone' | 'invalid'>> = {
  400: 'invalid',
  401: 'wrong',
  403: 'wrong',
  404: 'gone',
  409: 'gone',
  422: 'invalid',
};

function failureOf(response: Response): SessionFailure | null {
  if (response.ok) return null;
  if (response.status !== 429) return { kind: FAILURE_OF_STATUS[response.status] ?? 'server' };
  const seconds = Number(response.headers.get('retry-after') ?? response.headers.get('x-retry-after'));
  return { kind: 'tooMany', retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null };
}

async function post(path: string, body: unknown): Outcome {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return failureOf(response);
  } catch {
    return { kind: 'unreachable' };
  }
}

export async function signIn(credentials: { email: string; password: string }): Outcome {
  const failure = await post('/api/auth/sign-in/email', credentials);
  // A malformed address is a wrong one: which of the two is nobody's business.
  return failure?.kind === 'invalid' ? { kind: 'wrong' } : failure;
}

export async function signOut(): Promise<boolean> {
  return (await post('/api/auth/sign-out', {})) === null;
}

export function setUp(input: SetUpInput): Outcome {
  return post('/api/set-up', input);
}
