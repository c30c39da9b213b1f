import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { pageTitle } from '@/app/page-title';
import { NoOperator } from '@/components/auth/no-operator';
import { SignInForm } from '@/components/auth/sign-in-form';
import { ownPath } from '@/lib/client/return-path';
import { currentOperator, sessionEnd } from '@/lib/server/auth/session';
import { api } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<{ next?: string | string[]; out?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.signIn');
  return pageTitle(t('title'));
}

export default async function SignInPage({ searchParams }: Props) {
  const { next, out } = await searchParams;
  const returnTo = ownPath([next].flat()[0]);
  if (currentOperator() !== null) redirect(returnTo);
  return (
    <SignInForm returnTo={returnTo} ended={sessionEnd() ?? (out === 'elsewhere' ? 'elsewhere' : null)}>
      {(await api().operator.awaitsSetUp()) && <NoOperator />}
    </SignInForm>
  );
}
