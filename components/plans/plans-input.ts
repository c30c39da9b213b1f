const PLANS_SHOWN = 50;

export type PlansAsked = { at: string | null; cursor: string | null };

export const plansInput = ({ at, cursor }: PlansAsked) => ({ limit: PLANS_SHOWN, at, cursor });
