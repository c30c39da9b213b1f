import { redirect } from 'next/navigation';
import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { signInAddress } from '@/lib/client/return-path';
import type { Me } from '@/lib/contracts/procedures';
import { currentOperator } from '@/lib/server/auth/session';

/** Whoever is not signed in goes to sign in, and comes back to this very address. */
export function requireOperator(path: string, parameters: PageParameters): Me {
  const operator = currentOperator();
  if (operator !== null) return operator;
  const query = new URLSearchParams(parametersOf(parameters)).toString();
  redirect(signInAddress(query === '' ? path : `${path}?${query}`));
}
