import { at, query } from "../api/address";
import { call, textOf } from "../api/client";
import type { MfaAnswer, Page, Recording, RecordingCheck } from "../api/types";

/** So many segments are fetched at a time; one has at most 2 MiB. */
const SEGMENTS = "8";

export const recordingApi = {
  list: (filter: Record<string, string>, cursor: string, signal: AbortSignal) =>
    call<Page<Recording>>("GET", at("/recordings") + query({ ...filter, cursor, limit: "50" }), { signal }),
  get: (session: string, signal: AbortSignal) =>
    call<Recording>("GET", at("/recordings/{session}", { session }), { signal }),
  verify: (session: string) => call<RecordingCheck>("GET", at("/recordings/{session}/verify", { session })),
  remove: (session: string, answer?: MfaAnswer) =>
    call<void>("DELETE", at("/recordings/{session}", { session }), { answer }),
  /** @param after the last segment that was read; empty from the beginning */
  events: (session: string, after: string, signal: AbortSignal) =>
    textOf(
      at("/recordings/{session}/events", { session }) + query({ after, segments: SEGMENTS }),
      "application/x-ndjson",
      signal,
    ),
  text: (session: string, signal: AbortSignal) =>
    textOf(at("/recordings/{session}/text", { session }), "text/plain", signal),
  castUrl: (session: string) => `/api/v1${at("/recordings/{session}/cast", { session })}`,
};
