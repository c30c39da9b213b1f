import { type FileHandle, open } from 'node:fs/promises';

export type LedgerEntry = {
  hostId: string;
  snapshotId: string | null;
  outcome: 'stored' | 'duplicate' | 'rejected';
  code?: string;
  acknowledgedAt: string;
};

export type Ledger = {
  record: (entries: readonly LedgerEntry[]) => void;
  /** Resolves when everything recorded is on disk. */
  close: () => Promise<void>;
};

/**
 * One JSON line for each answer of the server, forced to disk: what stands there must be found again in
 * the server, whatever was killed meanwhile. Entries of one turn share a write.
 */
export async function openLedger(file: string): Promise<Ledger> {
  const handle: FileHandle = await open(file, 'a');
  let waiting: string[] = [];
  let failed: unknown;
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      await handle.appendFile(lines.join(''));
      await handle.datasync();
    }
  }

  function pump(): void {
    writing ??= write()
      .catch((error: unknown) => {
        failed ??= error;
      })
      .finally(() => {
        writing = null;
        if (waiting.length > 0 && failed === undefined) pump();
      });
  }

  return {
    record: (entries) => {
      waiting.push(...entries.map((entry) => `${JSON.stringify(entry)}\n`));
      if (waiting.length > 0) pump();
    },
    close: async () => {
      while (writing !== null) await writing;
      await handle.close();
      if (failed !== undefined) throw failed;
    },
  };
}
