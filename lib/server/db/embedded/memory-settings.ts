import os from 'node:os';

const MIB = 2 ** 20;
const LEAST_MIB = 32;
const MOST_MIB = 1024;

/** What this process may use: the machine's memory, or less where a container has less. */
const usableBytes = () => Math.min(os.totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

/**
 * How much of a machine PostgreSQL is told to use, in its own words. An eighth as its cache: it advises a quarter of
 * one that it has to itself, and here the server and whatever else runs want theirs. Taken only as it fills. What
 * lies beyond the bound the system caches as files. `work_mem` stays as it is: parallel hashes lie
 * in /dev/shm, of which a container often has 64 MB.
 */
export function memorySettings(bytes = usableBytes()): Readonly<Record<string, string>> {
  const cacheMib = Math.min(MOST_MIB, Math.max(LEAST_MIB, Math.floor(bytes / MIB / 8)));
  return {
    shared_buffers: `${cacheMib}MB`,
    effective_cache_size: `${Math.max(cacheMib, Math.floor(bytes / MIB / 2))}MB`,
  };
}
