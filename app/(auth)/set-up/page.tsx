import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { pageTitle } from '@/app/page-title';
import { SetUpForm } from '@/components/auth/set-up-form';
import { currentOperator } from '@/lib/server/auth/session';
import { api } from '@/lib/server/trpc/rsc';

const TOKEN_MAX_LENGTH = 200;

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.setUp');
  return pageTitle(t('title'));
}

/** Works once: without a token that can still be used this page does not exist. Who is signed in has nothing to set up. */
export default async function SetUpPage({ searchParams }: Props) {
  if (currentOperator() !== null) redirect('/');
  const { token } = await searchParams;
  if (
    typeof token !== 'string' ||
    token.length > TOKEN_MAX_LENGTH ||
    !(await api().operator.canSetUp({ token }))
  )
    notFound();
  return <SetUpForm token={token} />;
}
