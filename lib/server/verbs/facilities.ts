import type { MailFacts } from '@/lib/contracts/schedules';
import type { SettingValues } from '@/lib/domain/settings';
import type { Mailer } from '@/lib/server/mail/mailer';
import type { Env } from '@/lib/server/process/env';

/** The settings as this process knows them: each is read anew wherever it is used. */
export type LiveSettings = Readonly<SettingValues> & {
  readonly given: Env['given'];
  /** Reads what an administrator has set meanwhile, here or at another server of this database. */
  refresh: () => Promise<void>;
  /** The same, for who has answered already: what fails is tried again by the job that follows them. */
  refreshSoon: () => Promise<void>;
};

/** Where the private key is that signs reports: in the data folder, or in a file that somebody else looks after. */
export type KeyPlace = { file: string; isGiven: boolean };

/** What a verb may need of the server besides the database: it names in `needs` what it is to be given. */
export type Facilities = {
  env: Env;
  keyPlace: KeyPlace;
  /** The address hosts and people use. */
  publicUrl: string;
  settings: LiveSettings;
  /** Null where this server sends no mail. */
  mailer: Mailer | null;
  mail: MailFacts;
  /** Null where this server does not speak TLS itself. */
  certificateEndsAt: () => Date | null;
};

export type Facility = keyof Facilities;
