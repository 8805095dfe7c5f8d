import type { TokenCreated } from "../api/types";

/** What is pasted on the new server; every part is of characters that mean nothing to a shell. */
export function line(address: string, name: string, token: TokenCreated): string {
  const pins = token.ca_pins.map((pin) => ` --ca-pin ${pin}`).join("");
  return (
    `sallyport-agent configure --proxy ${address} --token ${token.value}${pins} --node-name ${name}` +
    " --output /etc/sallyport.yaml && sallyport-agent start --config /etc/sallyport.yaml"
  );
}
