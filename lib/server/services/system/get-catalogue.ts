import { Catalogue, CatalogueInput } from '@/lib/contracts/catalogue';
import { CATALOGUE, CATALOGUE_VERSION } from '@/lib/domain/remediation/catalogue';
import { renderEntry } from '@/lib/domain/remediation/render';
import { remediationText } from '@/lib/i18n/remediation-text';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { renderRepair } from './render-repair';

/** How to fix every documented cause, or a named selection, in one language. */
export const getCatalogue = verb({
  procedure: 'system.catalogue',
  route: { at: 'GET /api/v1/catalogue' },
  summary: 'Shows for each cause what is wrong, how it is diagnosed, repaired and verified.',
  right: 'catalogue.read',
  kind: 'query',
  input: CatalogueInput,
  output: Catalogue,
  work: async ({ input: { lang, key: keys, mode, iommu } }) => {
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
  },
});
