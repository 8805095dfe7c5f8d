import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useCallback, useState } from "react";
import type { Recording } from "../api/types";
import { Listing, PageHead } from "../page/Listing";
import { href, rename } from "../page/route";
import type { PageProps } from "../page/SignedIn";
import { localTime } from "../page/time";
import { usePages } from "../page/usePages";
import { recordingApi } from "./api";
import { fromQuery, parameters, type RecordingFilter } from "./filter";
import { FilterBar } from "./FilterBar";
import { RecordingPage } from "./RecordingPage";
import { size } from "./size";
import { StateLabel } from "./StateLabel";
import { text } from "./text";

const SHOWN = ["session_recording"] as const;

export function RecordingsPage({ route }: PageProps) {
  return route.id === "" ? <RecordingList query={route.query} /> : <RecordingPage key={route.id} session={route.id} />;
}

function RecordingList({ query }: { query: Record<string, string> }) {
  const [filter, setFilter] = useState(() => fromQuery(query));
  const read = useCallback(
    (cursor: string, signal: AbortSignal) => recordingApi.list(parameters(filter), cursor, signal),
    [filter],
  );
  const recordings = usePages(read, SHOWN);

  function apply(wanted: RecordingFilter) {
    rename(href("recordings", "", { ...wanted }));
    setFilter(wanted);
  }

  return (
    <>
      <PageHead title={text.title} onRefresh={recordings.refresh} />
      <FilterBar filter={filter} onApply={apply} />
      <Listing of={recordings} empty={text.empty}>
        {(items) => <RecordingTable recordings={items} />}
      </Listing>
    </>
  );
}

export function RecordingTable({ recordings }: { recordings: Recording[] }) {
  return (
    <Table aria-label={text.title} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>{text.started}</Th>
          <Th>{text.user}</Th>
          <Th>{text.node}</Th>
          <Th>{text.command}</Th>
          <Th>{text.state}</Th>
          <Th>{text.size}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {recordings.map(({ info, state, bytes }) => (
          <Tr key={info.session_id}>
            <Td dataLabel={text.started} modifier="nowrap">
              <a href={href("recordings", info.session_id)} aria-label={`${localTime(info.started)}, ${text.open(info.user, info.node)}`}>
                {localTime(info.started)}
              </a>
            </Td>
            <Td dataLabel={text.user} className="sp-breakable">
              {info.user}
            </Td>
            <Td dataLabel={text.node} className="sp-breakable">
              {info.login}@{info.node}
            </Td>
            <Td dataLabel={text.command} className="sp-breakable">
              {info.command ? <code>{info.command}</code> : info.kind}
            </Td>
            <Td dataLabel={text.state}>
              <StateLabel state={state} />
            </Td>
            <Td dataLabel={text.size} modifier="nowrap">{size(bytes)}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
