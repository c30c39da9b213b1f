import type { EvidenceLine } from '@/lib/domain/evidence';
import { isInstallPending } from '@/lib/domain/feature-state';
import type { Risk } from '@/lib/domain/risk';
import type { Prerequisite } from '@/lib/domain/vocabulary';

export const RESTART_PENDING = 'hostGuardianRestartPending' satisfies Risk;

/** A missing feature is fixed like its prerequisite; every other risk has its own fix. */
export const keyOfRisk = (risk: Risk): string =>
  risk === 'hostGuardianFeatureMissing' ? 'hostGuardianFeature' : risk;

type PrerequisiteRow = {
  prerequisite: Prerequisite;
  evidence: readonly Pick<EvidenceLine, 'label' | 'seen'>[];
};

/** A feature that only waits for a restart is not installed again. */
export const keyOfPrerequisite = ({ prerequisite, evidence }: PrerequisiteRow): string =>
  prerequisite === 'hostGuardianFeature' && evidence.some(isPending) ? RESTART_PENDING : prerequisite;

const isPending: (line: PrerequisiteRow['evidence'][number]) => boolean = ({ label, seen }) =>
  label === 'HostGuardian' && isInstallPending(seen ?? '');
