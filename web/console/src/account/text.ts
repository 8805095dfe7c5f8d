function others(count: number): string {
  return count === 0 ? "You were signed in nowhere else." : count === 1 ? "1 other sign-in ended." : `${count} other sign-ins ended.`;
}

export const text = {
  password: "Password",
  passwordIntro: "Changing it takes the old one and a second factor, and signs you out everywhere else.",
  change: "Change password",
  old: "Old password",
  fresh: "New password",
  changed: (count: number) => `Your password was changed. ${others(count)}`,
  sessions: "Where you are signed in",
  reading: "Reading where you are signed in",
  failed: "It could not be done",
  since: "Since",
  from: "From",
  by: "With",
  ends: "Ends",
  actions: "Actions",
  here: "this one",
  bySso: (connector: string) => `single sign-on: ${connector}`,
  noDevice: "a recovery code, or a device removed since",
  signOut: "Sign out",
  signOutOf: (from: string, since: string) => `Sign out: from ${from}, since ${since}`,
  ended: (from: string) => `The sign-in from ${from} ended.`,
  endOthers: "Sign out everywhere else",
  endOthersTitle: "Sign out everywhere else?",
  endOthersBody: "Browsers and command lines where you are signed in must sign in again; terminals in those browsers end.",
  wereEnded: others,
  /** What the end of a login session does not reach. */
  stays: "Certificates issued before work until they expire, and open SSH sessions go on. A lock on your name ends both.",
  more: (count: number) => `${count} more are not shown. Sign out everywhere else ends those too.`,
} as const;
