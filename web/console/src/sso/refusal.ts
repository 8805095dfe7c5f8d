import { ProblemError } from "../api/client";
import type { Problem } from "../api/types";

const COOKIE = "sallyport_refusal";

/** Why the server sent the browser to #/refused. Read once; only this site can have written it. */
export function takeRefusal(): ProblemError | undefined {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${COOKIE}=`));
  if (found === undefined) {
    return undefined;
  }
  document.cookie = `${COOKIE}=; Path=/; Max-Age=0; Secure; SameSite=Strict`;
  try {
    const value = found.slice(COOKIE.length + 1).replace(/^"|"$/g, "");
    const bytes = Uint8Array.from(atob(value.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
    return new ProblemError(JSON.parse(new TextDecoder().decode(bytes)) as Problem);
  } catch {
    return undefined;
  }
}
