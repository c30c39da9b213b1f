import { createHash } from 'node:crypto';

type Part = string | number;

const seededBytes = (parts: readonly Part[]) => createHash('sha256').update(parts.join('\u0000')).digest();

/** A number from 0 up to, not including, 1; the same parts always give the same number. */
export function share(...parts: Part[]): number {
  return seededBytes(parts).readUInt32BE(0) / 2 ** 32;
}

/** A whole number from `least` to `most`, both included. */
export function whole(least: number, most: number, ...parts: Part[]): number {
  return least + Math.floor(share(...parts) * (most - least + 1));
}

export function pick<T>(choices: readonly [T, ...T[]], ...parts: Part[]): T {
  return choices[whole(0, choices.length - 1, ...parts)] ?? choices[0];
}

/** Lower-case hex, up to 64 digits. */
export function hex(digits: number, ...parts: Part[]): string {
  return seededBytes(parts).toString('hex').slice(0, digits);
}

/** Shaped like a random UUID (version 4), as SMBIOS and agents write them. */
export function uuid(...parts: Part[]): string {
  const digits = hex(32, ...parts);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}
