import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  ById,
  CreateApiTokenInput,
  CreateOperatorInput,
  ResetPasswordInput,
} from '@/lib/contracts/administration';
import { RenewExceptionInput, RequestExceptionInput } from '@/lib/contracts/exception';
import { SetOwnerInput } from '@/lib/contracts/host-owner';
import { CreateEnrollmentTokenInput, CreateFabricInput, SetUpInput } from '@/lib/contracts/procedures';
import { CreateReportInput } from '@/lib/contracts/reports';
import { CreateScheduleInput } from '@/lib/contracts/schedules';
import { Line, Prose, Text } from '@/lib/contracts/text';

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

const UNSEEN = ['\u0007', '\u001b[31m', '\u0085', '\u061c', '\u200e', '\u202e', '\u2066', '\u2028'];

describe('what people write for others', () => {
  const dates = { reviewAt: '2026-12-24T00:00:00Z', endsAt: '2026-12-24T00:00:00Z' };
  const hosts = ['0198f3a0-0000-7000-8000-000000000000'];
  const exception = { ...dates, hosts, causes: ['a'], reason: 'r', control: 'c', owner: 'o' };
  const report = { kind: 'moment', timeZone: 'UTC', lang: 'en' };
  const schedule = {
    name: 'n',
    report: { kind: 'moment', lang: 'en' },
    every: 'day',
    at: '07:00',
    timeZone: 'UTC',
  };
  const texts: [string, z.ZodType, (text: string) => object][] = [
    ['reason', RequestExceptionInput, (reason) => ({ ...exception, reason })],
    ['control', RequestExceptionInput, (control) => ({ ...exception, control })],
    ['owner', RequestExceptionInput, (owner) => ({ ...exception, owner })],
    ['reason', RenewExceptionInput, (reason) => ({ ...dates, id: 'i', reason })],
    ['title', CreateReportInput, (title) => ({ ...report, title })],
    ['name', CreateScheduleInput, (name) => ({ ...schedule, name })],
    [
      'report/title',
      CreateScheduleInput,
      (title) => ({ ...schedule, report: { ...schedule.report, title } }),
    ],
    ['owner', SetOwnerInput, (owner) => ({ hosts, owner })],
  ];

  it.each(texts)('holds nothing that cannot be seen or that turns text round: %s', (field, schema, input) => {
    expect(schema.safeParse(input('Équipe « Zürich » 👩‍🔧 گروه\u200cها')).error).toBeUndefined();
    for (const unseen of UNSEEN) {
      const [issue] = schema.safeParse(input(`a${unseen}b`)).error?.issues ?? [];
      expect([issue?.path.join('/'), issue?.message]).toEqual([field, expect.stringMatching(/^holds U\+/)]);
    }
  });

  it('may be a reason of several lines, and a title of one', () => {
    expect(Prose.parse('One\r\n\tTwo\n')).toBe('One\r\n\tTwo');
    expect(Line.safeParse('One\nTwo').success).toBe(false);
  });
});
