/**
 * Sentences that the server itself writes into the audit log, each with the name of its text. What is recorded stays in
 * English, in entries, in files and in the API; screens say it in the reader's language.
 */
export const RECORDED_SENTENCES = {
  wholeInstallation:
    'Only an administrator of all fabrics sees and changes what holds for the whole installation',
  fabricMade: 'Only an administrator of all fabrics can make one',
  fabricRenamed: 'Only an administrator of all fabrics can rename one',
  fabricsNamed: 'Name the fabrics: you do not have all of them to give',
  signedInOnly: 'Only a signed-in operator can do this',
  personOnly: 'Only a person can do this: sign in to the console',
  otherPerson: 'You, or a token of yours, requested it: another person has to approve it',
  rightsChanged: 'Your role or your fabrics were changed just now: try again',
  noteOfOther: 'Somebody else wrote this note: ask them to withdraw it',
  scheduleOfOther: 'Only its owner or an administrator may change this schedule',
  viewOfOther: 'Only who saved this view changes it: save it as your own',
  otherSite: 'A change must come from this site itself (Origin), or carry an API token',
  otherFabric: 'enrolled in another fabric',
  noMail: 'This server sends no mail: GF_SMTP_URL and GF_MAIL_FROM are not set',
  noAddress: 'This is no e-mail address',
  otherDomain: 'GF_MAIL_DOMAINS of this server does not name the domain of this address',
} as const;

type Name = keyof typeof RECORDED_SENTENCES;
const NAMES = new Map(
  Object.entries(RECORDED_SENTENCES).map(([name, text]) => [text as string, name as Name]),
);

/** The one sentence with a part of its own: which permission was missing. */
const ROLE = /^Your role does not allow this \((?<action>[\w.]+)\)$/;

export type RecordedSentence = { name: Name } | { name: 'role'; action: string };

/** Which sentence of the server's a recorded text is; null where somebody else wrote it, or another version. */
export function recordedSentence(text: string): RecordedSentence | null {
  const name = NAMES.get(text);
  if (name !== undefined) return { name };
  const action = ROLE.exec(text)?.groups?.action;
  return action === undefined ? null : { name: 'role', action };
}
