export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;

/** What to change, empty when nothing; the server decides in the end. */
export function passwordHint(password: string, repeated: string): string {
  const length = [...password].length;
  if (length > 0 && length < MIN_PASSWORD) {
    return `Use at least ${MIN_PASSWORD} characters; ${MIN_PASSWORD - length} more to go.`;
  }
  if (length > MAX_PASSWORD) {
    return `Use at most ${MAX_PASSWORD} characters.`;
  }
  if (repeated !== "" && repeated !== password) {
    return "The two passwords differ.";
  }
  return "";
}

export function passwordReady(password: string, repeated: string): boolean {
  return password !== "" && password === repeated && passwordHint(password, repeated) === "";
}
