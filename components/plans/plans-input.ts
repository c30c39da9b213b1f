const PLANS_SHOWN = 50;

export const plansInput = (cursor: string | null) => ({ limit: PLANS_SHOWN, cursor });
