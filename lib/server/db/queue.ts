import { Logger, runMigrations } from 'graphile-worker';
import type { Pool } from 'pg';

/**
 * Creates or updates the tables of the queue before anything is put into it. They belong to the serving role;
 * our own migrations create the schema and its rights (prisma/migrations, grants.sql).
 */
export const prepareQueue = (pgPool: Pool): Promise<void> =>
  runMigrations({ pgPool, logger: new Logger(() => () => undefined) });
