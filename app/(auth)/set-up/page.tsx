import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { pageTitle } from '@/app/page-title';
import { SetUpForm } from '@/components/auth/set-up-form';
import { api } from '@/lib/server/trpc/rsc';

const TOKEN_MAX_LENGTH = 200;

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.setUp');
  return pageTitle(t('title'));
}

/** Works once: without a token that can still be used this page does not exist. */
export default async function SetUpPage({ searchParams }: Props) {
  const { token } = await searchParams;
  if (
    typeof token !== 'string' ||
    token.length > TOKEN_MAX_LENGTH ||
    !(await api().operator.canSetUp({ token }))
  )
    notFound();
  return <SetUpForm token={token} />;
}
