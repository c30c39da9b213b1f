import type { SecureBootCluster } from '@/lib/contracts/secure-boot';

type Named = Pick<SecureBootCluster, 'cluster' | 'fabric'>;

/** Fabrics may have clusters of one name: each is named with its fabric where the page is about several. */
export function clusterNames(clusters: readonly Named[]): (row: Named) => string {
  const isOfSeveral = new Set(clusters.map(({ fabric }) => fabric)).size > 1;
  return ({ cluster, fabric }) => (isOfSeveral ? `${cluster} (${fabric})` : cluster);
}
