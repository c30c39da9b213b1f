/** What the cells of the host map are told apart by. */
export const MAP_COLOURS = ['state', 'check', 'firmware', 'os', 'age'] as const;
export type MapColour = (typeof MAP_COLOURS)[number];
