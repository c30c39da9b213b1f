import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import type { PageParameters } from '@/lib/client/host-question';

type Props = { params: Promise<{ address: string[] }>; searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('errors');
  return pageTitle(t('notFound.title'));
}

/** Every address that no page has: within the shell it says so and leads on, and whoever is not signed in signs in. */
export default async function NoPage({ params, searchParams }: Props) {
  // The parts are still encoded as they came.
  const { address } = await params;
  // Files of the build are no pages that a session could lead to.
  if (address[0] === '_next') notFound();
  requireOperator(`/${address.join('/')}`, await searchParams);
  notFound();
}
