import type { MailFacts } from '@/lib/contracts/schedules';
import type { SettingValues } from '@/lib/domain/settings';
import type { Mailer } from '@/lib/server/mail/mailer';
import type { Env } from '@/lib/server/process/env';

/** The settings as this process knows them, read at each use. */
export type LiveSettings = Readonly<SettingValues> & {
  readonly given: Env['given'];
  /** Reads what an administrator has changed, here or at another server of this database. */
  refresh: () => Promise<void>;
  /** Refreshes after the answer: a failure is repeated by the job that follows the settings. */
  refreshSoon: () => Promise<void>;
};

/** Where the private key of reports is: in the data folder, or in a file that somebody else manages. */
export type KeyPlace = { file: string; isGiven: boolean };

/** What a verb may need from the server besides the database: it lists its needs in `needs`. */
export type Facilities = {
  env: Env;
  keyPlace: KeyPlace;
  /** The address hosts and people use. */
  publicUrl: string;
  settings: LiveSettings;
  /** Null if this server sends no mail. */
  mailer: Mailer | null;
  mail: MailFacts;
  /** Null if this server does not speak TLS itself. */
  certificateEndsAt: () => Date | null;
};

export type Facility = keyof Facilities;
