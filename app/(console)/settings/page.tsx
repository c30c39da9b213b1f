import { redirect } from 'next/navigation';
import { requireOperator } from '@/app/(console)/require-operator';
import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { firstSettingsPath } from '@/lib/client/settings-address';

/** Leads to the first page that one may open, and keeps what the other pages look at. */
export default async function SettingsPage({ searchParams }: { searchParams: Promise<PageParameters> }) {
  const parameters = await searchParams;
  const { role } = requireOperator('/settings', parameters);
  const query = new URLSearchParams(parametersOf(parameters)).toString();
  const path = firstSettingsPath(role);
  redirect(query === '' ? path : `${path}?${query}`);
}
