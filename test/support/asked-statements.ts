import { AsyncLocalStorage } from 'node:async_hooks';
import { type Stated, statements } from '@/lib/server/db/checked-rows';

const asking = new AsyncLocalStorage<string[]>();

/** The names of the statements that `work` asks, in their order. A server that the worker keeps for other tests asks others meanwhile. */
export async function askedStatements(work: () => Promise<unknown>): Promise<string[]> {
  const names: string[] = [];
  const see = (message: unknown) => void asking.getStore()?.push((message as Stated).name);
  statements.subscribe(see);
  await asking.run(names, work);
  statements.unsubscribe(see);
  return names;
}
