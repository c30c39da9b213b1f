import type { PlanPreview } from '@/lib/contracts/plan';

type Uncovered = Pick<PlanPreview['uncovered'][number], 'reason'>;

const isOpen = ({ reason }: Uncovered) => reason !== 'passed';

/** What a host fails by, before hosts that need nothing. */
export const inOrderOfNeed = <Row extends Uncovered>(uncovered: readonly Row[]): Row[] => [
  ...uncovered.filter(isOpen),
  ...uncovered.filter((row) => !isOpen(row)),
];

/** A host that passes stands there too, and leaves nothing open. */
export const openCauses = (uncovered: readonly Uncovered[]): number => uncovered.filter(isOpen).length;
