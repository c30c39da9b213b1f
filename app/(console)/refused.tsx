import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import type { AbsentKind } from '@/components/shell/absent-notice';
import { BeforeHistory } from '@/components/shell/before-history';
import { TimeToCome } from '@/components/shell/time-to-come';
import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { refusalFor, titleKeyOf } from '@/lib/client/refusal';
import { type ChangeQuery, parseChangeQuery } from '@/lib/contracts/words/changes';
import { type Action, mayDo } from '@/lib/domain/permissions';
import { currentOperator } from '@/lib/server/auth/session';
import { api, errorCode, errorPointer } from '@/lib/server/trpc/rsc';
import { visibleText } from '@/lib/util/visible-text';

export const refusalOf = (error: unknown) => refusalFor(errorCode(error), errorPointer(error));

/** An id that nothing has, and one that nothing can have: either way there is no such page. */
const isOfNoId = (error: unknown) => errorCode(error) === 'not_found' || errorPointer(error) === '/id';

/** Only before a page begins is its status open. */
export function notFoundById(error: unknown): void {
  if (isOfNoId(error)) notFound();
}

export const absentTitle = async (kind: AbsentKind): Promise<string> =>
  (await getTranslations('errors.absent'))('title', { kind });

type TitleOfOne = { read: () => Promise<string>; otherwise: string; absent: string };

/**
 * The title of a page that shows one thing, read for it; where the thing is not there, `absent`, since `notFound()` would
 * leave the page without any; and `otherwise` where it may not be seen.
 */
export async function titleOfOne({ read, otherwise, absent }: TitleOfOne): Promise<Metadata> {
  if (currentOperator() === null) return {};
  const t = await getTranslations('errors');
  try {
    return await pageTitle(visibleText(await read()));
  } catch (error) {
    if (isOfNoId(error)) return pageTitle(absent);
    const refusal = refusalOf(error);
    return pageTitle(refusal === null ? otherwise : t(titleKeyOf(refusal)));
  }
}

type TitleOfForm = { action: Action; read: () => Promise<unknown>; title: string; absent: AbsentKind };

/** The title of a page that makes something for what its address names, unless that is not there. */
export async function titleOfForm({ action, read, title, absent }: TitleOfForm): Promise<Metadata> {
  const operator = currentOperator();
  if (operator === null) return {};
  if (!mayDo(operator.role, action)) return pageTitle(title);
  try {
    await read();
  } catch (error) {
    if (errorCode(error) === 'not_found') return pageTitle(await absentTitle(absent));
  }
  return pageTitle(title);
}

export const badAddressTitle = async (): Promise<Metadata> =>
  pageTitle((await getTranslations('errors'))('badAddress.title'));

type TitleOfOneThen = Omit<TitleOfOne, 'read'> & {
  searchParams: Promise<PageParameters>;
  read: (query: ChangeQuery) => Promise<string>;
};

/** The same of a page whose address may ask for a time and a fabric. */
export async function titleOfOneThen({ searchParams, read, ...titles }: TitleOfOneThen): Promise<Metadata> {
  const reading = parseChangeQuery(parametersOf(await searchParams), ['fabric', 'at']);
  return reading.ok ? titleOfOne({ ...titles, read: () => read(reading.query) }) : badAddressTitle();
}

/** A thing as it stood at a time; where it was made after that, as it is now, to say so. */
export async function readThen<T>(at: string | null, read: (at: string | null) => Promise<T>) {
  try {
    return { found: await read(at), isNotYet: false };
  } catch (error) {
    if (at === null || errorCode(error) !== 'not_found') throw error;
    return { found: await read(null), isNotYet: true };
  }
}

/** What a page shows where the server refuses what its address asks for. Throws what is no such refusal. */
export async function refused(error: unknown): Promise<ReactNode> {
  const refusal = refusalOf(error);
  if (refusal === null) throw error;
  if (refusal.kind === 'beforeHistory')
    return <BeforeHistory from={(await api().history.begins()).historyFrom} />;
  if (refusal.kind === 'timeToCome') return <TimeToCome />;
  return <BadAddress problem={{ code: 'invalid_value', parameter: refusal.parameter }} />;
}
