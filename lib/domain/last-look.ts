/** A person who opens the page again within this time is still reading it. */
export const SITTING_MS = 30 * 60_000;

export type Look = {
  /** When the person last opened the page. */
  lookedAt: Date | null;
  /** When they had opened it before their present sitting: later changes are shown. Null means never. */
  lookedBefore: Date | null;
};

/** The page was opened. A clock that was set back changes nothing. */
export function afterOpening({ lookedAt, lookedBefore }: Look, now: Date): Look {
  if (lookedAt === null) return { lookedAt: now, lookedBefore };
  if (now <= lookedAt) return { lookedAt, lookedBefore };
  const isSameSitting = now.getTime() - lookedAt.getTime() < SITTING_MS;
  return { lookedAt: now, lookedBefore: isSameSitting ? lookedBefore : lookedAt };
}

/** The person confirms having seen the changes. */
export const afterSeeing = (now: Date): Look => ({ lookedAt: now, lookedBefore: now });
