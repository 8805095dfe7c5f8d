/** Names with commas or spaces between them. */
export function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((each) => each !== "");
}
