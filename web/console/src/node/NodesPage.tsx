import { Button, Label, LabelGroup, SearchInput, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { useState } from "react";
import type { Node } from "../api/types";
import { useConsole } from "../page/console";
import { Listing, PageHead } from "../page/Listing";
import { AddServer } from "./AddServer";
import { ConnectDialog } from "./ConnectDialog";
import { useFavourites } from "./favourites";
import { NodeTable } from "./NodeTable";
import { NoNodes, NothingFound } from "./NoNodes";
import { text } from "./text";
import { useNodes } from "./useNodes";

export function NodesPage() {
  const { may } = useConsole();
  const [search, setSearch] = useState("");
  const [connecting, setConnecting] = useState<Node>();
  const [adding, setAdding] = useState(false);
  const { favourites, toggle } = useFavourites();
  const nodes = useNodes(search.trim());
  const found = nodes.value;
  const none = found?.length === 0 && nodes.page === 1;

  /** Each label narrows the list, as a word more of the search. */
  const narrow = (label: string) => setSearch((words) => (words.split(" ").includes(label) ? words : `${words} ${label}`.trim()));

  return (
    <>
      <PageHead title={text.title} onRefresh={nodes.refresh}>
        {may("create", "token") && (
          <Button size="sm" onClick={() => setAdding(true)}>
            {text.add}
          </Button>
        )}
      </PageHead>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem className="sp-grow">
            <SearchInput
              aria-label={text.search}
              placeholder={text.searchExample}
              value={search}
              onChange={(_, value) => setSearch(value)}
              onClear={() => setSearch("")}
            />
          </ToolbarItem>
          <ToolbarItem className="sp-count">
            <span aria-live="polite">{found && found.length > 0 && count(found, nodes.hasNext || nodes.page > 1)}</span>
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      {favourites.length > 0 && (
        <LabelGroup categoryName={text.favourites} numLabels={10} className="sp-favourites">
          {favourites.map((name) => (
            <Label key={name} isCompact onClick={() => setSearch(name)}>
              {name}
            </Label>
          ))}
        </LabelGroup>
      )}
      {none ? (
        search.trim() === "" ? (
          <NoNodes />
        ) : (
          <NothingFound onClear={() => setSearch("")} />
        )
      ) : (
        <Listing of={nodes} empty={text.empty}>
          {(items) => (
            <NodeTable
              nodes={items}
              now={nodes.readAt}
              favourites={favourites}
              onFavourite={toggle}
              onLabel={narrow}
              onConnect={setConnecting}
            />
          )}
        </Listing>
      )}
      {connecting && <ConnectDialog node={connecting} onClose={() => setConnecting(undefined)} />}
      {adding && <AddServer onClose={() => setAdding(false)} onAlive={nodes.refresh} />}
    </>
  );
}

function count(nodes: Node[], more: boolean): string {
  const online = nodes.filter((node) => node.online).length;
  const agentless = nodes.filter((node) => node.agentless).length;
  return text.count(online, nodes.length, agentless, more);
}
