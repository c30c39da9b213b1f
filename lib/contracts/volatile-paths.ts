import type { Paths } from '@/lib/util/canonical-json';

/**
 * What changes from one snapshot to the next although nothing changed on the host. A snapshot is written
 * as a document again only when something else did.
 */
export const VOLATILE_PATHS: Paths = {
  snapshotId: true,
  collectedAt: true,
  sequence: true,
  agent: { durationMs: true },
  facts: {
    clock: { value: { offsetSeconds: true, syncedAt: true } },
    diagnostics: { value: { collectedAt: true } },
    // The agent's own reading makes some of them; `kinds` says which there are, and is content.
    // Windows tries twice a day, and says so each time; `latest` has their order, and `changedAt` what was written.
    secureBootEvents: { value: { events: true } },
    hgsEvents: { value: { events: true } },
  },
};
