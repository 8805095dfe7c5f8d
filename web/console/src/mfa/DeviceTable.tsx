import { Button, Label } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import type { MfaDevice } from "../api/types";
import { ago, localTime } from "../page/time";

interface Props {
  devices: MfaDevice[];
  now: number;
  onRemove: (device: MfaDevice) => void;
}

export function DeviceTable({ devices, now, onRemove }: Props) {
  return (
    <Table aria-label="Devices" variant="compact">
      <Thead>
        <Tr>
          <Th>Name</Th>
          <Th>Kind</Th>
          <Th>Added</Th>
          <Th>Last used</Th>
          <Th screenReaderText="Actions" />
        </Tr>
      </Thead>
      <Tbody>
        {devices.map((device) => (
          <Tr key={device.id}>
            <Td dataLabel="Name">
              <span className="sp-name">{device.name}</span>
            </Td>
            <Td dataLabel="Kind">
              {kindOf(device)}{" "}
              {!device.usable && (
                <Label color="orange" isCompact>
                  made for {device.rp_id}, not usable here
                </Label>
              )}
            </Td>
            <Td dataLabel="Added">{localTime(device.added)}</Td>
            <Td dataLabel="Last used">{device.last_used ? ago(device.last_used, now) : "never"}</Td>
            <Td dataLabel="Actions">
              <Button variant="link" isInline isDanger onClick={() => onRemove(device)}>
                Remove {device.name}
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
    return "Authenticator app";
  }
  return device.passwordless ? "Passkey" : "Security key";
}
