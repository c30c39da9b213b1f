/** What a person may do here, by role; whether they may approve one depends on who asked for it, too. */
export type Rights = { mayRequest: boolean; mayApprove: boolean; mayEnroll: boolean };
