import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

export async function pageTitle(page: string): Promise<Metadata> {
  const t = await getTranslations('shell');
  return { title: t('pageTitle', { page }) };
}
