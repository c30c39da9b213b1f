import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { nameOf, plantedFaults } from './planted-faults';

const inCheckout = (file: string) => path.join(checkoutRoot(), file);

/** Each folder of these is a room; of the database and of the services each has rooms of its own. */
const FLOORS = ['apps', 'components', 'lib', 'lib/server', 'lib/server/db', 'lib/server/services'];

const rooms = FLOORS.flatMap((floor) =>
  readdirSync(inCheckout(floor), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${floor}/${name}`),
);

describe('the list of planted faults', () => {
  it('has forty at least, each another', () => {
    expect(new Set(plantedFaults.map(nameOf)).size).toBeGreaterThanOrEqual(40);
    expect(new Set(plantedFaults.map(nameOf)).size).toBe(plantedFaults.length);
  });

  it('can still be planted, each in one place', () => {
    const places = (file: string, find: string) =>
      readFileSync(inCheckout(file), 'utf8').split(find).length - 1;
    expect(plantedFaults.filter(({ file, find }) => places(file, find) !== 1)).toEqual([]);
  });

  it('names tests that exist', () => {
    const named = plantedFaults.flatMap(({ tests }) => tests).filter((test) => !test.startsWith('check '));
    expect(named.filter((test) => !existsSync(inCheckout(test)))).toEqual([]);
  });

  it('has a fault in every room', () => {
    expect(rooms.length).toBeGreaterThan(50);
    const isSpared = (room: string) => !plantedFaults.some(({ file }) => file.startsWith(`${room}/`));
    expect(rooms.filter(isSpared)).toEqual([]);
  });
});
