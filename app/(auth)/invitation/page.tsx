import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { pageTitle } from '@/app/page-title';
import { InvitationForm } from '@/components/auth/invitation-form';
import { Notice } from '@/components/ui/notice';
import { api } from '@/lib/server/trpc/rsc';

const TOKEN_MAX_LENGTH = 200;

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.invitation');
  return pageTitle(t('title'));
}

/** Works once. One that works no more says what to do, and not whose it was. */
export default async function InvitationPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const t = await getTranslations('auth.invitation');
  const isToken = typeof token === 'string' && token.length <= TOKEN_MAX_LENGTH;
  const person = isToken ? await api().operator.invitedPerson({ token }) : null;
  if (!isToken || person === null) return <Notice title={t('goneTitle')}>{t('goneBody')}</Notice>;
  return <InvitationForm token={token} person={person} />;
}
