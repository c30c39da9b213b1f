import { validate as isUuid } from 'uuid';
import { exceptionName } from '@/lib/domain/exception';
import { planName } from '@/lib/domain/plan/progress';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { liveHostsNamed } from '@/lib/server/db/fleet/answers/hosts-by-name';

/** How many things with the same name are searched, such as hosts that were retired under it. */
const MOST_CALLED = 50;

const EXCEPTION_NAME = /^ex-0*([1-9]\d{0,8})$/i;
const PLAN_NAME = /^rp-0*([1-9]\d{0,8})$/i;

/** Hosts that have this name now, or were enrolled under it, retired or not. */
async function hostsCalled(db: Db, name: string): Promise<string[]> {
  const key = name.toLowerCase().replace(/\.$/, '');
  const named = [{ nameKey: key }, { enrolledHostname: { in: [name, key, name.toUpperCase()] } }];
  const [live, enrolled] = await Promise.all([
    liveHostsNamed(db, key),
    db.host.findMany({ where: { OR: named }, select: { id: true }, take: MOST_CALLED }),
  ]);
  return [...live, ...enrolled.map(({ id }) => id)];
}

/**
 * Compares in any case. Prisma's `insensitive` is ILIKE, in which some characters are patterns, so the
 * results are compared again.
 */
async function fabricsCalled(db: Db, name: string): Promise<{ id: string }[]> {
  const where = { name: { equals: name, mode: 'insensitive' as const } };
  const fabrics = await db.fabric.findMany({ where, select: { id: true, name: true } });
  return fabrics.filter((fabric) => fabric.name.toLowerCase() === name.toLowerCase());
}

/** The ids of everything that a person calls by this name, and the text itself, because it may be an id. */
export async function subjectsCalled(db: Db, text: string): Promise<string[]> {
  const name = text.trim();
  if (name === '' || isUuid(name)) return [name];
  const [exception, plan] = [EXCEPTION_NAME, PLAN_NAME].map((names) => Number(names.exec(name)?.[1] ?? 0));
  const select = { id: true };
  const found = await Promise.all([
    db.operator.findMany({ where: { email: name.toLowerCase() }, select }),
    db.apiToken.findMany({ where: { name }, select, take: MOST_CALLED }),
    fabricsCalled(db, name),
    db.report.findMany({ where: { number: name.toUpperCase() }, select }),
    exception ? db.exception.findMany({ where: { number: exception }, select }) : [],
    plan ? db.plan.findMany({ where: { number: plan }, select }) : [],
  ]);
  const ids = [...found.flat().map(({ id }) => id), ...(await hostsCalled(db, name))];
  return [...new Set([name, ...ids])];
}

type Subject = { subjectKind: string | null; subjectId: string | null; detail: Record<string, unknown> };

/** The name that an entry itself records for its subject: it stays readable when the subject is gone. */
function calledInEntry(detail: Subject['detail']): string | null {
  const names = [detail.number, detail.name, detail.email];
  return names.find((name): name is string => typeof name === 'string' && name !== '') ?? null;
}

/** The names of the subjects of some entries; for hosts and fabrics only those that the caller sees. */
export async function subjectNames(
  ctx: Ctx,
  entries: readonly Subject[],
): Promise<(entry: Subject) => string | null> {
  const idsOf = (kind: string) => [
    ...new Set(entries.flatMap((entry) => (entry.subjectKind === kind ? (entry.subjectId ?? []) : []))),
  ];
  const uuidsOf = (kind: string) => ({ in: idsOf(kind).filter((id) => isUuid(id)) });
  const scope = fabricScope(ctx);
  const within = scope === 'all' ? undefined : { in: [...scope] };
  const [operators, tokens, hosts, fabrics, exceptions, plans] = await Promise.all([
    ctx.db.operator.findMany({ where: { id: { in: idsOf('operator') } }, select: { id: true, email: true } }),
    ctx.db.apiToken.findMany({ where: { id: uuidsOf('apiToken') }, select: { id: true, name: true } }),
    ctx.db.host.findMany({
      where: { id: uuidsOf('host'), fabricId: within },
      select: { id: true, enrolledHostname: true },
    }),
    ctx.db.fabric.findMany({
      where: { AND: [{ id: uuidsOf('fabric') }, { id: within }] },
      select: { id: true, name: true },
    }),
    ctx.db.exception.findMany({ where: { id: uuidsOf('exception') }, select: { id: true, number: true } }),
    ctx.db.plan.findMany({ where: { id: uuidsOf('plan') }, select: { id: true, number: true } }),
  ]);
  const names = new Map([
    ...operators.map(({ id, email }) => [id, email] as const),
    ...tokens.map(({ id, name }) => [id, name] as const),
    ...hosts.map(({ id, enrolledHostname }) => [id, enrolledHostname] as const),
    ...fabrics.map(({ id, name }) => [id, name] as const),
    ...exceptions.map(({ id, number }) => [id, exceptionName(number)] as const),
    ...plans.map(({ id, number }) => [id, planName(number)] as const),
  ]);
  return ({ subjectId, detail }) =>
    subjectId === null ? null : (names.get(subjectId) ?? calledInEntry(detail));
}
