export const text = {
  title: "Audit log",
  follow: "Follow live",
  live: { live: "Live", connecting: "Connecting…", lost: "Not live, trying again", paused: "Paused" },
  notRead: "The audit log could not be read",
  reading: "Reading the audit log",
  empty: { title: "No events", body: "Nothing in the log matches this filter." },
  older: "Page through older events",
  prove: "Prove that it is in the log",
  proving: "Asking for the proof",
  proven: (index: number, size: number) =>
    `Entry ${index} is in the transparency log: the proof leads to the signed head of ${size} entries.`,
  notProven: "The proof does not lead to the head’s root",
  proveMore: "‘sallyport audit prove’ also checks the head’s signature and keeps the head.",
  noProof: "There is no proof",
  recording: "Recording of the session",
  reasons: "Reasons of the decision",
} as const;
