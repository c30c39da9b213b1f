import { readFilterValue } from '@/lib/contracts/words/host-query';

/** What a person looks at, whatever the page: some fabrics or all, now or at an earlier time. */
export type Scope = {
  /** As an address has them after its word `fabric`; none are all. */
  fabrics: readonly string[];
  /** Null: now. */
  at: Date | null;
};

/** An address of this console that keeps the scope, as far as it does not say another one itself: what ends later is not looked at from before. */
export function inScope(address: string, { fabrics, at }: Scope): string {
  const [path = '/', query = ''] = address.split('?');
  const parameters = new URLSearchParams(query);
  if (!parameters.has('fabric')) for (const fabric of fabrics) parameters.append('fabric', fabric);
  const endsLater = Date.parse(parameters.get('until') ?? '') > Number(at);
  if (at !== null && !parameters.has('at') && !endsLater) parameters.append('at', at.toISOString());
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Whether a fabric is among those that are looked at, as the list of hosts understands them. */
export function isFabricWithin(fabrics: Scope['fabrics'], fabric: string): boolean {
  const values = fabrics.map(readFilterValue);
  const chosen = values.filter(({ isExcluded }) => !isExcluded);
  if (values.some(({ isExcluded, value }) => isExcluded && value === fabric)) return false;
  return chosen.length === 0 || chosen.some(({ value }) => value === fabric);
}
