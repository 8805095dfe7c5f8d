import { Button, Label } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import type { MfaDevice } from "../api/types";
import { ago, localTime } from "../page/time";
import { text } from "./text";

interface Props {
  devices: MfaDevice[];
  now: number;
  onRemove: (device: MfaDevice) => void;
}

export function DeviceTable({ devices, now, onRemove }: Props) {
  return (
    <Table aria-label={text.devices} variant="compact">
      <Thead>
        <Tr>
          <Th>{text.name}</Th>
          <Th>{text.kind}</Th>
          <Th>{text.added}</Th>
          <Th>{text.lastUsed}</Th>
          <Th screenReaderText={text.actions} />
        </Tr>
      </Thead>
      <Tbody>
        {devices.map((device) => (
          <Tr key={device.id}>
            <Td dataLabel={text.name}>
              <span className="sp-name">{device.name}</span>
            </Td>
            <Td dataLabel={text.kind}>
              {kindOf(device)}{" "}
              {!device.usable && (
                <Label color="orange" isCompact>
                  {text.elsewhere(device.rp_id ?? "")}
                </Label>
              )}
            </Td>
            <Td dataLabel={text.added}>{localTime(device.added)}</Td>
            <Td dataLabel={text.lastUsed}>{device.last_used ? ago(device.last_used, now) : text.never}</Td>
            <Td dataLabel={text.actions}>
              <Button variant="link" isInline isDanger onClick={() => onRemove(device)}>
                {text.remove(device.name)}
              </Button>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

export function kindOf(device: MfaDevice): string {
  if (device.kind === "totp") {
    return text.app;
  }
  return device.passwordless ? text.passkey : text.securityKey;
}
