import { describe, expect, it } from 'vitest';
import { reachProblem } from '@/lib/client/server-reach';

describe('the address that hosts are given', () => {
  it.each([
    ['http://127.0.0.1:3000', 'loopback'],
    ['https://127.1.2.3', 'loopback'],
    ['http://localhost:3000', 'loopback'],
    ['https://[::1]:3000', 'loopback'],
    ['http://fabric.example', 'noTls'],
    ['https://fabric.example', null],
    ['https://localhost.example:8443', null],
    ['https://127.0.0.1.example', null],
  ])('%s: %s', (server, problem) => expect(reachProblem(server)).toBe(problem));
});
