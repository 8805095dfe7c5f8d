import { afterEach, describe, expect, it, vi } from "vitest";
import { base64Url, ProblemError } from "../src/api/client";
import { bytes, makeKey, useKey } from "../src/api/webauthn";

const REQUEST = {
  challenge: "AQID",
  rp_id: "localhost",
  credentials: [{ id: "_-8", transports: ["usb"] }],
  user_verification: false,
  timeout_millis: 1000,
};

afterEach(() => vi.unstubAllGlobals());

function browser(answer: () => unknown) {
  const asked: unknown[] = [];
  const ask = async (options: unknown) => {
    asked.push(options);
    return answer();
  };
  vi.stubGlobal("PublicKeyCredential", class {});
  vi.stubGlobal("location", { hostname: "localhost" });
  vi.stubGlobal("navigator", { credentials: { create: ask, get: ask } });
  return asked;
}

const buffer = (...values: number[]) => Uint8Array.from(values).buffer;

describe("security keys", () => {
  it("carry bytes as base64url", () => {
    expect([...bytes("_-8")]).toEqual([255, 239]);
    expect(base64Url(Uint8Array.from([255, 239]))).toBe("_-8");
  });

  it("are asked with what the server sent and answered in its words", async () => {
    const asked = browser(() => ({
      rawId: buffer(255, 239),
      response: {
        clientDataJSON: buffer(1),
        authenticatorData: buffer(2),
        signature: buffer(3),
        userHandle: null,
      },
    }));
    expect(await useKey(REQUEST)).toEqual({
      credential_id: "_-8",
      client_data: "AQ",
      authenticator_data: "Ag",
      signature: "Aw",
    });
    expect(asked[0]).toMatchObject({ publicKey: { rpId: "localhost", userVerification: "discouraged" } });
  });

  it("tell in words that none answered, and that one is there already", async () => {
    browser(() => {
      throw new DOMException("secret reasons", "NotAllowedError");
    });
    await expect(useKey(REQUEST)).rejects.toThrow(/No key answered/);
    browser(() => {
      throw new DOMException("x", "InvalidStateError");
    });
    const creation = {
      challenge: "AQID",
      rp_id: "localhost",
      rp_name: "lab",
      user_handle: "AQ",
      user_name: "alice",
      algorithms: [-7],
      exclude: [],
      passwordless: true,
      timeout_millis: 1000,
    };
    await expect(makeKey(creation)).rejects.toThrow(/registered already/);
  });

  it("are not asked at another address than theirs", async () => {
    const asked = browser(() => null);
    await expect(useKey({ ...REQUEST, rp_id: "access.example.org" })).rejects.toThrow(
      /work at access.example.org; you opened the console at localhost/,
    );
    await expect(useKey({ ...REQUEST, rp_id: "access.example.org" })).rejects.toBeInstanceOf(ProblemError);
    expect(asked).toEqual([]);
  });
});
