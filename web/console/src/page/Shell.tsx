import {
  Button,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadMain,
  Nav,
  NavItem,
  NavList,
  Page,
  PageSection,
  SkipToContent,
} from "@patternfly/react-core";
import { MoonIcon, SunIcon } from "@patternfly/react-icons";
import { type ReactNode, useState } from "react";
import { Brand } from "./Brand";
import { chooseTheme, isDark } from "./theme";

interface Props {
  user: string;
  page: "nodes" | "audit" | "account";
  onSignOut: () => void;
  children: ReactNode;
}

/** The frame of every page behind the login. */
export function Shell({ user, page, onSignOut, children }: Props) {
  return (
    <Page
      mainContainerId="main"
      skipToContent={
        <SkipToContent
          href="#main"
          onClick={(event) => {
            event.preventDefault();
            document.getElementById("main")?.focus();
          }}
        >
          Skip to content
        </SkipToContent>
      }
      masthead={
        <Masthead>
          <MastheadMain>
            <MastheadBrand>
              <Brand />
            </MastheadBrand>
          </MastheadMain>
          <MastheadContent>
            <div className="sp-masthead">
              <Nav variant="horizontal" aria-label="Pages" className="sp-nav">
                <NavList>
                  <NavItem to="#/nodes" isActive={page === "nodes"}>
                    Nodes
                  </NavItem>
                  <NavItem to="#/audit" isActive={page === "audit"}>
                    Audit log
                  </NavItem>
                </NavList>
              </Nav>
              <a className="sp-user" href="#/account" title="Your account" aria-current={page === "account" ? "page" : undefined}>
                {user}
              </a>
              <ThemeSwitch />
              <Button variant="secondary" size="sm" onClick={onSignOut}>
                Sign out
              </Button>
            </div>
          </MastheadContent>
        </Masthead>
      }
    >
      <PageSection isFilled>{children}</PageSection>
    </Page>
  );
}

function ThemeSwitch() {
  const [dark, setDarkState] = useState(isDark);
  return (
    <Button
      variant="plain"
      aria-label={dark ? "Use the light theme" : "Use the dark theme"}
      icon={dark ? <SunIcon /> : <MoonIcon />}
      onClick={() => {
        chooseTheme(!dark);
        setDarkState(!dark);
      }}
    />
  );
}
