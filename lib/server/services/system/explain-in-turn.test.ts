import { expect, it } from 'vitest';
import { MAX_EXPLAIN_LINES } from '@/lib/contracts/words/catalogue';
import type { Actor } from '@/lib/server/context';
import { createExplainer } from './explain-in-turn';

const token = (id: string): Actor => ({ kind: 'apiToken', id, name: id, role: 'viewer', fabrics: 'all' });
const long = '\n'.repeat(MAX_EXPLAIN_LINES - 1);

it('lets others in between the texts of one caller', async () => {
  const explain = createExplainer();
  const answered: string[] = [];
  const ask = async (id: string) => {
    await explain(token(id), long);
    answered.push(id);
  };
  const all = Array.from({ length: 6 }, () => ask('many'));
  await Promise.all([...all, ask('one')]);
  expect(answered.indexOf('one')).toBeLessThan(4);
  expect(answered).toHaveLength(7);
});

it('refuses one caller alone what is more than twenty at once, and takes its next text after those', async () => {
  const explain = createExplainer();
  const all = Array.from({ length: 20 }, () => explain(token('many'), 'x'));
  await expect(explain(token('many'), 'x')).rejects.toMatchObject({
    code: 'too_many_requests',
    retryAfterSeconds: 10,
  });
  await expect(explain(token('one'), 'x')).resolves.toBeDefined();
  await Promise.all(all);
  await expect(explain(token('many'), 'x')).resolves.toBeDefined();
});
