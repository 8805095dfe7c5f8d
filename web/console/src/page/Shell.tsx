import {
  Button,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadMain,
  MastheadToggle,
  Nav,
  NavGroup,
  NavItem,
  Page,
  PageSection,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
} from "@patternfly/react-core";
import { MoonIcon, SunIcon } from "@patternfly/react-icons";
import { type ReactNode, useEffect, useState } from "react";
import { Brand } from "./Brand";
import { useConsole } from "./console";
import { type Group, menu } from "./menu";
import { href, type PageName } from "./route";
import { text } from "./text";
import { chooseTheme, isDark } from "./theme";

/** Where PatternFly lays the menu over the page. */
const NARROW = 1200;

interface Props {
  page: PageName;
  onSignOut: () => void;
  children: ReactNode;
}

/** The frame of every page behind the login. */
export function Shell({ page, onSignOut, children }: Props) {
  const { me, may } = useConsole();
  const [narrow, setNarrow] = useState(() => window.innerWidth < NARROW);
  const [open, setOpen] = useState(!narrow);
  useEffect(() => {
    // where it covers the page, the menu has done its work
    if (narrow) {
      setOpen(false);
    }
  }, [narrow, page]);

  return (
    <Page
      onPageResize={(_, { mobileView }) => {
        if (mobileView !== narrow) {
          setNarrow(mobileView);
          setOpen(!mobileView);
        }
      }}
      mainContainerId="main"
      skipToContent={
        <SkipToContent
          href="#main"
          onClick={(event) => {
            event.preventDefault();
            document.getElementById("main")?.focus();
          }}
        >
          {text.skip}
        </SkipToContent>
      }
      masthead={
        <Masthead>
          <MastheadMain>
            <MastheadToggle>
              <PageToggleButton
                isHamburgerButton
                aria-label={text.navigation}
                isSidebarOpen={open}
                onSidebarToggle={() => setOpen(!open)}
              />
            </MastheadToggle>
            <MastheadBrand>
              <Brand />
            </MastheadBrand>
          </MastheadMain>
          <MastheadContent>
            <div className="sp-masthead">
              <a className="sp-user" href={href("account")} title={text.account} aria-current={page === "account" ? "page" : undefined}>
                {me.user}
              </a>
              <ThemeSwitch />
              <Button variant="secondary" size="sm" onClick={onSignOut}>
                {text.signOut}
              </Button>
            </div>
          </MastheadContent>
        </Masthead>
      }
      sidebar={
        <PageSidebar isSidebarOpen={open}>
          <PageSidebarBody>
            <Menu groups={menu(may)} page={page} />
          </PageSidebarBody>
        </PageSidebar>
      }
    >
      <PageSection isFilled>{children}</PageSection>
    </Page>
  );
}

function Menu({ groups, page }: { groups: Group[]; page: PageName }) {
  return (
    <Nav aria-label={text.navigation}>
      {groups.map((group) => (
        <NavGroup key={group.title} title={group.title}>
          {group.pages.map((each) => (
            <NavItem key={each} to={href(each)} isActive={each === page}>
              {text.names[each]}
            </NavItem>
          ))}
        </NavGroup>
      ))}
    </Nav>
  );
}

function ThemeSwitch() {
  const [dark, setDarkState] = useState(isDark);
  return (
    <Button
      variant="plain"
      aria-label={dark ? text.light : text.dark}
      icon={dark ? <SunIcon /> : <MoonIcon />}
      onClick={() => {
        chooseTheme(!dark);
        setDarkState(!dark);
      }}
    />
  );
}
