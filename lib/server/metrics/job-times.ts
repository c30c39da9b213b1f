/** The background jobs of a server, as its metrics name them. */
export type JobName = 'settings' | 'partitions' | 'watch' | 'past' | 'live' | 'queue' | 'access';

export type JobTimes = {
  /** Starting counts as a success, so that a job has time for its first round. */
  begin: (job: JobName) => void;
  /** A whole round has succeeded. */
  done: (job: JobName) => void;
  /** How long ago any job last succeeded; 0 if none has begun. */
  quietMs: () => number;
  /** When each job that has begun last succeeded. */
  all: () => { job: JobName; at: Date }[];
};

/** When each background job last completed all of its work. */
export function createJobTimes(now: () => number = Date.now): JobTimes {
  const times = new Map<JobName, number>();
  const note = (job: JobName) => void times.set(job, now());
  return {
    begin: note,
    done: note,
    quietMs: () => (times.size === 0 ? 0 : now() - Math.max(...times.values())),
    all: () => [...times].map(([job, ms]) => ({ job, at: new Date(ms) })),
  };
}
