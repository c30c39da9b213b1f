import { readVendorFacts, VendorFact } from '@/lib/contracts/vendor-facts';
import facts from '@/lib/domain/secure-boot/vendor-facts.json';
import { audit } from '@/lib/server/audit/record';
import { authorize, requireEveryFabric } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';

const OWN: readonly VendorFact[] = facts;
const SUBJECT = { kind: 'vendorFacts', id: 'secure-boot' } as const;

/** The product's facts, each replaced by what was brought about the same, and what was brought besides. */
export async function vendorFacts(db: Db): Promise<VendorFact[]> {
  const rows = await db.vendorFact.findMany({ orderBy: { about: 'asc' } });
  // What was stored was whole then; one that a newer version refuses is left out, and not every other.
  const brought = rows.flatMap(({ fact }) => VendorFact.safeParse(fact).data ?? []);
  const byAbout = new Map([...OWN, ...brought].map((fact) => [fact.about, fact]));
  return [...byAbout.values()];
}

/** All that is shown, as a file that can be changed and brought again. */
export async function getVendorFacts({ ctx }: { ctx: Ctx }): Promise<VendorFact[]> {
  authorize(ctx, 'host.read');
  return vendorFacts(ctx.db);
}

/** Brings facts of one's own, in the place of all that were brought before. */
export async function importVendorFacts({ ctx, input }: Verb<{ text: string }>): Promise<VendorFact[]> {
  authorize(ctx, 'setting.manage');
  requireEveryFabric(ctx);
  const reading = readVendorFacts(input.text, ctx.now);
  if (!reading.ok) throw new ServiceError('invalid_value', reading.problems.join('\n'));
  await transact(ctx.db, async (tx) => {
    await tx.vendorFact.deleteMany();
    await tx.vendorFact.createMany({
      data: reading.facts.map((fact) => ({ about: fact.about, fact, addedAt: ctx.now })),
    });
    await raiseWatermark(tx);
    const detail = { facts: reading.facts.map(({ about }) => about) };
    await audit(tx, ctx, { action: 'setting.vendorFactsImported', subject: SUBJECT, detail });
  });
  return vendorFacts(ctx.db);
}

/** What comes with the product is shown again, and nothing else. */
export async function removeVendorFacts({ ctx }: { ctx: Ctx }): Promise<void> {
  authorize(ctx, 'setting.manage');
  requireEveryFabric(ctx);
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.vendorFact.deleteMany();
    if (count === 0) throw new ServiceError('not_found', 'No facts of your own were imported');
    await raiseWatermark(tx);
    await audit(tx, ctx, { action: 'setting.vendorFactsRemoved', subject: SUBJECT });
  });
}
