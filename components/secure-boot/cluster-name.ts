import type { SecureBootCluster } from '@/lib/contracts/secure-boot';

/** An ordinary name, of which it is known how wide it can be. */
const ORDINARY = /^[\x20-\x7e]{1,24}$/;

/** An ordinary name in a column is not parted at its hyphen; any other breaks wherever it has to. */
export const clusterNameClass = (name: string) =>
  ORDINARY.test(name) ? 'whitespace-nowrap' : 'wrap-anywhere';

type Named = Pick<SecureBootCluster, 'cluster' | 'fabric'>;

/** Fabrics may have clusters of one name: each is named with its fabric where the page is about several. */
export const areOfSeveralFabrics = (clusters: readonly Named[]) =>
  new Set(clusters.map(({ fabric }) => fabric)).size > 1;

export function clusterNames(clusters: readonly Named[]): (row: Named) => string {
  const isOfSeveral = areOfSeveralFabrics(clusters);
  return ({ cluster, fabric }) => (isOfSeveral ? `${cluster} (${fabric})` : cluster);
}
