import { Logger, runMigrations } from 'graphile-worker';
import type { Pool } from 'pg';

/**
 * Makes the tables of the queue, or brings them up to date, before anything is put into it. They belong to the role that
 * serves; the schema and its rights are made by our own migrations (prisma/migrations, grants.sql).
 */
export const prepareQueue = (pgPool: Pool): Promise<void> =>
  runMigrations({ pgPool, logger: new Logger(() => () => undefined) });
