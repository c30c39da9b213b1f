import type { HitOf, SearchHit } from '@/lib/contracts/search';
import { bestMatch, type Match } from '@/lib/domain/search';
import { findNamedExceptions } from '@/lib/server/services/exception';
import { findNamedPlans } from '@/lib/server/services/plan';
import { listReports } from '@/lib/server/services/report';
import { type Asked, may, oneMore } from './internal';

/**
 * Plans, exceptions and reports by number, name and words, as far as the caller may read them, always in
 * their present state.
 */
export async function findPapers(asked: Asked): Promise<SearchHit[]> {
  const { ctx } = asked;
  const [plans, exceptions, reports] = await Promise.all([
    may(ctx, 'plan.read') ? plansOf(asked) : [],
    may(ctx, 'exception.read') ? exceptionsOf(asked) : [],
    may(ctx, 'report.make') ? reportsOf(asked) : [],
  ]);
  return [...plans, ...exceptions, ...reports];
}

/** A bare number fits many things, so a number that begins with it ranks first. */
function matchOfPaper({ q }: Asked['words'], isNumber: boolean, texts: readonly string[]): Match {
  const match = bestMatch(texts, q) ?? 'other';
  if (!isNumber || match === 'exact') return match;
  return /^\d/.test(q) ? 'word' : 'exact';
}

async function plansOf(asked: Asked): Promise<HitOf<'plan'>[]> {
  const found = await findNamedPlans(asked.ctx, asked.words.q, oneMore(asked));
  return found.map(({ isNumber, createdAt, closedAt, ...plan }) => ({
    kind: 'plan',
    match: matchOfPaper(asked.words, isNumber, [plan.number, plan.name]),
    ...plan,
    createdAt: createdAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  }));
}

async function exceptionsOf(asked: Asked): Promise<HitOf<'exception'>[]> {
  const found = await findNamedExceptions(asked.ctx, asked.words.q, oneMore(asked));
  return found.map(({ isNumber, ...exception }) => ({
    kind: 'exception',
    // An exception found by its owner alone ranks after the owner.
    match: matchOfPaper(asked.words, isNumber, [exception.name, exception.control]),
    ...exception,
  }));
}

async function reportsOf(asked: Asked): Promise<HitOf<'report'>[]> {
  const input = { search: asked.words.q, limit: oneMore(asked) };
  const { reports } = await listReports({ ctx: asked.ctx, input });
  return reports.map(({ id, number, title, kind, state, createdAt }) => ({
    kind: 'report',
    match: bestMatch([number, title], asked.words.q) ?? 'other',
    ...{ id, number, title, of: kind, state, createdAt },
  }));
}
