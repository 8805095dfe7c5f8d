import { Bullseye, Card, CardBody, CardTitle, Content } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { Brand } from "./Brand";

/** The frame of pages that need no login. */
export function Gate({ title, subtitle, children }: { title: string; subtitle?: string; children: ReactNode }) {
  return (
    <main className="sp-gate">
      <Bullseye>
        <Card className="sp-gate-card" isLarge>
          <CardTitle>
            <Brand />
            <Content component="h1">{title}</Content>
            {subtitle && <Content component="p">{subtitle}</Content>}
          </CardTitle>
          <CardBody>{children}</CardBody>
        </Card>
      </Bullseye>
    </main>
  );
}
