import type { SecureBootCluster } from '@/lib/contracts/secure-boot';

/** A name of ordinary length is not parted at its hyphen: it goes on in the next line whole. */
const LONGEST_WHOLE = 24;
export const clusterNameClass = (name: string) =>
  name.length > LONGEST_WHOLE ? 'wrap-anywhere' : 'whitespace-nowrap';

type Named = Pick<SecureBootCluster, 'cluster' | 'fabric'>;

/** Fabrics may have clusters of one name: each is named with its fabric where the page is about several. */
export function clusterNames(clusters: readonly Named[]): (row: Named) => string {
  const isOfSeveral = new Set(clusters.map(({ fabric }) => fabric)).size > 1;
  return ({ cluster, fabric }) => (isOfSeveral ? `${cluster} (${fabric})` : cluster);
}
