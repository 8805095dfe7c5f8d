import { Tab, Tabs, TabTitleText } from "@patternfly/react-core";
import { useState } from "react";
import { useConsole } from "../page/console";
import { PageHead } from "../page/Listing";
import { accessApi } from "./api";
import { Abilities, Explanation, Reaches } from "./answers";
import { Comparison } from "./Comparison";
import { Question } from "./Question";
import { text } from "./text";

const USER = { name: "user", label: text.user, hint: text.userHint } as const;
const ACTION = { name: "action", label: text.action, hint: text.actionHint, required: true } as const;
const RESOURCE = { name: "resource", label: text.resource, hint: text.resourceHint, required: true } as const;

export function AccessPage() {
  const { may } = useConsole();
  const [tab, setTab] = useState<string | number>("explain");
  const others = may("list", "user") && may("list", "role") && may("list", "node");
  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      <Tabs activeKey={tab} onSelect={(_, key) => setTab(key)} mountOnEnter aria-label={text.title}>
        <Tab eventKey="explain" title={<TabTitleText>{text.explain}</TabTitleText>}>
          <Question
            fields={[USER, ACTION, RESOURCE]}
            ask={({ user, action, resource }) => accessApi.explain(user, action, resource)}
          >
            {(answer) => <Explanation of={answer} />}
          </Question>
        </Tab>
        <Tab eventKey="what" title={<TabTitleText>{text.whatCan}</TabTitleText>}>
          <Question fields={[USER]} ask={({ user }) => accessApi.whatCan(user)}>
            {(answer) => <Abilities of={answer} />}
          </Question>
        </Tab>
        {others && (
          <Tab eventKey="who" title={<TabTitleText>{text.whoCan}</TabTitleText>}>
            <Question fields={[ACTION, RESOURCE]} ask={({ action, resource }) => accessApi.whoCan(action, resource)}>
              {(answer) => <Reaches of={answer.users} name={text.user} title={text.whoCan} />}
            </Question>
          </Tab>
        )}
        {others && (
          <Tab eventKey="change" title={<TabTitleText>{text.change}</TabTitleText>}>
            <Comparison />
          </Tab>
        )}
      </Tabs>
    </>
  );
}
