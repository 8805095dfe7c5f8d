import { afterEach, describe, expect, it, vi } from "vitest";
import { api, problemOf, ProblemError } from "../src/api/client";
import { ALICE, problem, serve } from "./server";

afterEach(() => vi.unstubAllGlobals());

async function failure(promise: Promise<unknown>): Promise<ProblemError> {
  return problemOf(await promise.then(() => new Error("did not fail"), (reason: unknown) => reason));
}

describe("client", () => {
  it("sends the CSRF header with changes and not with reads", async () => {
    const asked = serve({ "DELETE /session": { status: 204 }, "GET /whoami": { body: ALICE } });
    await api.signOut();
    await api.whoAmI();
    expect(asked[0]?.headers["X-Sallyport-Csrf"]).toBe("1");
    expect(asked[1]?.headers["X-Sallyport-Csrf"]).toBeUndefined();
  });

  it("fails with the server's words", async () => {
    serve({ "POST /web/session": problem(201, "BAD_CREDENTIALS", 401, "user, password or code is wrong") });
    const refused = await failure(api.signIn("a", "b", { totp: "c" }));
    expect(refused.message).toBe("user, password or code is wrong");
    expect(refused.problem.trace_id).toBe("t1");
    expect(refused.sessionOver).toBe(false);
  });

  it("knows when the session is over", async () => {
    serve({ "GET /whoami": problem(200, "NOT_LOGGED_IN", 401, "log in again") });
    expect((await failure(api.whoAmI())).sessionOver).toBe(true);
  });

  it("says that the server cannot be reached", async () => {
    serve({});
    expect((await failure(api.ping())).message).toContain("cannot be reached");
  });

  it("does not read a proxy's error page as a problem", async () => {
    vi.stubGlobal("fetch", async () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    expect((await failure(api.ping())).message).toContain("HTTP 502");
  });

  it("keeps a secret with special characters in one path segment", async () => {
    const asked = serve({});
    await failure(api.invite("../whoami"));
    expect(asked[0]?.path).toBe("/invites/..%2Fwhoami");
  });
});
