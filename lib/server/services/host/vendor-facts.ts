import { z } from 'zod';
import { readVendorFacts, VendorFact } from '@/lib/contracts/vendor-facts';
import facts from '@/lib/domain/secure-boot/vendor-facts.json';
import { audit } from '@/lib/server/audit/record';
import { authorize, requireEveryFabric } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';

const OWN: readonly VendorFact[] = facts;
const Facts = z.array(VendorFact);
const SUBJECT = { kind: 'vendorFacts', id: 'secure-boot' } as const;

/** The product's facts, each replaced by an imported one about the same subject, and all other imported facts. */
export async function vendorFacts(db: Db): Promise<VendorFact[]> {
  const rows = await db.vendorFact.findMany({ orderBy: { about: 'asc' } });
  // Stored facts were valid then. One that a newer version refuses is left out, and the others stay.
  const brought = rows.flatMap(({ fact }) => VendorFact.safeParse(fact).data ?? []);
  const byAbout = new Map([...OWN, ...brought].map((fact) => [fact.about, fact]));
  return [...byAbout.values()];
}

/** All facts in use, as a file that can be changed and imported again. */
export const getVendorFacts = verb({
  route: { at: 'GET /api/v1/secure-boot/facts', tag: 'hosts', operation: 'getSecureBootFacts' },
  summary: 'Shows what vendors say of the Secure Boot certificates, as a file.',
  right: 'host.read',
  kind: 'query',
  input: z.void(),
  output: Facts,
  work: async ({ ctx }) => {
    return vendorFacts(ctx.db);
  },
});

/** Imports an administrator's own facts. They replace all facts imported before. */
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

/** Imports a file that a door has already parsed. */
export const bringVendorFacts = verb({
  route: {
    at: 'PUT /api/v1/secure-boot/facts',
    tag: 'hosts',
    operation: 'importSecureBootFacts',
    body: { member: 'facts', described: Facts },
  },
  summary: 'Replaces what vendors say of the Secure Boot certificates by a file of one’s own.',
  right: 'setting.manage',
  demands: requireEveryFabric,
  kind: 'command',
  input: z.strictObject({ facts: z.unknown() }),
  output: Facts,
  work: ({ ctx, input: { facts: brought } }) =>
    importVendorFacts({ ctx, input: { text: JSON.stringify(brought ?? null) } }),
});

/** Removes imported facts, so that only the product's own are used. */
export const removeVendorFacts = verb({
  route: {
    at: 'DELETE /api/v1/secure-boot/facts',
    status: 204,
    tag: 'hosts',
    operation: 'removeSecureBootFacts',
  },
  summary: 'Goes back to the vendor facts that came with this version.',
  right: 'setting.manage',
  demands: requireEveryFabric,
  kind: 'command',
  input: z.void(),
  output: z.void(),
  audit: 'setting.vendorFactsRemoved',
  work: async ({ ctx, audit }) => {
    await transact(ctx.db, async (tx) => {
      const { count } = await tx.vendorFact.deleteMany();
      if (count === 0) throw new ServiceError('not_found', 'No facts of your own were imported');
      await raiseWatermark(tx);
      await audit(tx, { subject: SUBJECT });
    });
  },
});
