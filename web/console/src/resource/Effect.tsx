import type { AccessDiff } from "../api/types";
import { text } from "./text";

/** Who gains and who loses what. */
export function Effect({ diff }: { diff: AccessDiff }) {
  if (diff.users.length === 0) {
    return <p>{text.noEffect(diff.asked, diff.nodes)}</p>;
  }
  return (
    <dl>
      {diff.users.flatMap((change) => [
        ...part(`${change.user} +`, text.gains(change.user), [
          ...change.gained.map((reach) => text.on(reach.name, reach.count, reach.examples)),
          ...change.verbs_gained,
        ]),
        ...part(`${change.user} -`, text.loses(change.user), [
          ...change.lost.map((reach) => text.on(reach.name, reach.count, reach.examples)),
          ...change.verbs_lost,
        ]),
        ...part(`${change.user} o`, text.options(change.user), change.options),
      ])}
    </dl>
  );
}

function part(key: string, title: string, lines: string[]) {
  return lines.length === 0
    ? []
    : [
        <dt key={`${key} title`} className="sp-name">
          {title}
        </dt>,
        ...lines.map((line) => <dd key={`${key} ${line}`}>{line}</dd>),
      ];
}
