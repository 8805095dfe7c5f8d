import type { Run } from "./screen";
import { text } from "./text";

/** The rows of a terminal as elements. */
export function TerminalView({ rows, columns }: { rows: Run[][]; columns: number }) {
  return (
    <div className="sp-term" tabIndex={0} role="region" aria-label={text.screen}>
      <div style={{ minWidth: `${columns}ch` }}>
        {rows.map((row, y) => (
          <div key={y} className="sp-term-row">
            {row.map((run, x) => (
              <span key={x} style={style(run)}>
                {run.text}
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function style(run: Run) {
  return {
    ...(run.foreground && { color: run.foreground }),
    ...(run.background && { background: run.background }),
    ...(run.bold && { fontWeight: 700 }),
    ...(run.italic && { fontStyle: "italic" }),
    ...(run.underline && { textDecoration: "underline" }),
    ...(run.dim && { opacity: 0.75 }),
  };
}
