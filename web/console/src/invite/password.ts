import { text } from "./text";

export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;

/** What to change, empty when nothing; the server decides in the end. */
export function passwordHint(password: string, repeated: string): string {
  const length = [...password].length;
  if (length > 0 && length < MIN_PASSWORD) {
    return text.tooShort(MIN_PASSWORD, MIN_PASSWORD - length);
  }
  if (length > MAX_PASSWORD) {
    return text.tooLong(MAX_PASSWORD);
  }
  if (repeated !== "" && repeated !== password) {
    return text.differ;
  }
  return "";
}

export function passwordReady(password: string, repeated: string): boolean {
  return password !== "" && password === repeated && passwordHint(password, repeated) === "";
}
