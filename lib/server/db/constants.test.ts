import { afterAll, beforeAll, expect, it } from 'vitest';
import { withClient } from '@/lib/server/db/connection';
import { type TestDatabase, testDatabase } from '@/test/support/database';
