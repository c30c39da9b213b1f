import { type Catalogue, CatalogueInput } from '@/lib/contracts/catalogue';
import { CATALOGUE, CATALOGUE_VERSION } from '@/lib/domain/remediation/catalogue';
import { renderEntry } from '@/lib/domain/remediation/render';
import { remediationText } from '@/lib/i18n/remediation-text';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { renderRepair } from './render-repair';

/** How to fix everything the vocabulary has a word for, or what is named of it, in one language. */
export async function getCatalogue({ ctx, input }: Verb<unknown>): Promise<Catalogue> {
  authorize(ctx, 'catalogue.read');
  const { lang, key: keys, mode, iommu } = parseInput(CatalogueInput, input);
  if (mode !== undefined && keys === undefined)
    throw new ServiceError('invalid_value', 'mode needs the names of what is wrong, as key', {
      pointer: 'mode',
    });
  if (iommu !== undefined && mode === undefined)
    throw new ServiceError('invalid_value', 'iommu needs the mode of the host', { pointer: 'iommu' });
  const text = remediationText(lang);
  const entries = CATALOGUE.filter(
    ({ key, modes }) =>
      (keys?.includes(key) ?? true) && (mode === undefined || (modes?.includes(mode) ?? true)),
  );
  return {
    version: CATALOGUE_VERSION,
    lang,
    entries: entries.map((entry) => renderEntry(entry, text)),
    ...(mode !== undefined && {
      repair: renderRepair(entries, iommu === undefined ? null : iommu === 'seen', text),
    }),
  };
}
