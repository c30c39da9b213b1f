import type { Risk } from '@/lib/domain/risk';

/** A missing feature is fixed as its prerequisite says; every other risk has a fix of its own. */
export const keyOfRisk = (risk: Risk): string =>
  risk === 'hostGuardianFeatureMissing' ? 'hostGuardianFeature' : risk;
