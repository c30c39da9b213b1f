import { expect, it } from 'vitest';
import type { z } from 'zod';
import {
  ById,
  CreateApiTokenInput,
  CreateOperatorInput,
  ResetPasswordInput,
} from '@/lib/contracts/administration';
import { CreateEnrollmentTokenInput, CreateFabricInput, SetUpInput } from '@/lib/contracts/procedures';
import { Text } from '@/lib/contracts/text';

const password = 'a password that is long enough';
const role = 'viewer';
const email = 'a@fab.example';

const inputs: [string, z.ZodType, (text: string) => unknown][] = [
  ['the name of a fabric', CreateFabricInput, (name) => ({ name })],
  ['the fabric of an enrolment token', CreateEnrollmentTokenInput, (fabric) => ({ fabric })],
  ['the first administrator’s name', SetUpInput, (name) => ({ token: 't', name, email, password })],
  ['an id', ById, (id) => ({ id })],
  ['an operator’s name', CreateOperatorInput, (name) => ({ name, email, role, password })],
  ['an operator’s fabric', CreateOperatorInput, (fabric) => ({ fabrics: [fabric], email, role, password })],
  ['the operator of a password', ResetPasswordInput, (id) => ({ id, password })],
  ['the name of an API token', CreateApiTokenInput, (name) => ({ name, role })],
  ['the fabric of an API token', CreateApiTokenInput, (fabric) => ({ name: 'n', role, fabrics: [fabric] })],
];

it.each(inputs)('no database could store is refused before it gets there: %s', (_what, schema, input) => {
  expect(schema.safeParse(input('Zürich 🏭')).success).toBe(true);
  for (const text of ['a\0', '\ud800', 'b\udc00c']) expect(schema.safeParse(input(text)).success).toBe(false);
});

it('may be of any script', () => {
  expect(Text.parse('ファブ\t𝔸\n')).toBe('ファブ\t𝔸\n');
});
