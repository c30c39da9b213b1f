import type { Ctx } from '@/lib/server/context';
import { facilitiesOf } from '@/lib/server/doors/facilities';
import type { Runtime } from '@/lib/server/runtime';
import type { TrpcContext } from '@/lib/server/trpc/init';

/** What procedures know besides their input, both over HTTP and for a page. */
export const trpcContextOf = (runtime: Runtime, ctx: Ctx): TrpcContext => ({
  ctx: { ...ctx, db: runtime.db },
  fleetDb: runtime.fleetDb,
  heavyReads: runtime.heavyReads,
  facilities: facilitiesOf(runtime),
});
