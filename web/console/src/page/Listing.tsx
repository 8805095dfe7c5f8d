import { Bullseye, Button, Content, EmptyState, EmptyStateBody, Flex, FlexItem, Spinner } from "@patternfly/react-core";
import { SyncAltIcon } from "@patternfly/react-icons";
import type { ReactNode } from "react";
import { ProblemAlert } from "./ProblemAlert";
import { text } from "./text";
import type { Loaded } from "./useLoad";
import type { Paged } from "./usePages";

interface HeadProps {
  title: string;
  intro?: string;
  onRefresh?: () => void;
  children?: ReactNode;
}

/** The page's title with what can be done there. */
export function PageHead({ title, intro, onRefresh, children }: HeadProps) {
  return (
    <>
      <div className="sp-title-row">
        <Content component="h1">{title}</Content>
        {children}
        {onRefresh && (
          <Button variant="plain" aria-label={text.refresh} title={text.refresh} icon={<SyncAltIcon />} onClick={onRefresh} />
        )}
      </div>
      {intro && <Content component="p">{intro}</Content>}
    </>
  );
}

/** What was read, or that it is being read, or why it could not be. */
export function Shown<T>({ of, children }: { of: Loaded<T>; children: (value: T) => ReactNode }) {
  return (
    <>
      {of.failure && <ProblemAlert title={text.notRead} failure={of.failure} />}
      {of.value === undefined && !of.failure && (
        <Bullseye className="sp-above">
          <Spinner aria-label={text.reading} />
        </Bullseye>
      )}
      {of.value !== undefined && children(of.value)}
    </>
  );
}

interface ListingProps<T> {
  of: Paged<T>;
  empty: { title: string; body: string };
  children: (items: T[]) => ReactNode;
}

/** A page of a list with the way to the others. */
export function Listing<T>({ of, empty, children }: ListingProps<T>) {
  return (
    <>
      <Shown of={of}>
        {(items) =>
          items.length > 0 ? (
            children(items)
          ) : (
            <EmptyState titleText={empty.title} headingLevel="h2">
              <EmptyStateBody>{empty.body}</EmptyStateBody>
            </EmptyState>
          )
        }
      </Shown>
      {(of.page > 1 || of.hasNext) && (
        <nav aria-label={text.pages}>
          <Flex className="sp-above" alignItems={{ default: "alignItemsCenter" }}>
            <Button variant="secondary" size="sm" isDisabled={of.page === 1 || of.loading} onClick={of.previous}>
              {text.previous}
            </Button>
            <FlexItem>
              <span aria-live="polite">{text.page(of.page)}</span>
            </FlexItem>
            <Button variant="secondary" size="sm" isDisabled={!of.hasNext || of.loading} onClick={of.next}>
              {text.next}
            </Button>
          </Flex>
        </nav>
      )}
    </>
  );
}
