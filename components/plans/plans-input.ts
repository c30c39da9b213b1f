const PLANS_SHOWN = 50;

export type PlansAsked = { at: string | null; cursor: string | null; isAll: boolean };

export const plansInput = ({ at, cursor, isAll }: PlansAsked) => ({
  ...{ limit: PLANS_SHOWN, at, cursor },
  state: isAll ? [] : ['open' as const],
});
