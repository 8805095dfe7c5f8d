import { Button, Checkbox, Content, ExpandableSection, FormGroup, Progress, TextInput } from "@patternfly/react-core";
import { type DragEvent, type FormEvent, useRef, useState, useSyncExternalStore } from "react";
import { ConfirmIt } from "../mfa/ConfirmIt";
import { ProblemAlert } from "../page/ProblemAlert";
import type { Place } from "./carry";
import { type Carried, files } from "./files";
import { fileText as text } from "./fileText";

const UNITS = ["B", "kB", "MB", "GB", "TB"];

export function bytes(count: number): string {
  const power = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}

/** Files of the login that a terminal is open for. */
export function FilePanel({ place, name }: { place: Place; name: string }) {
  const [open, setOpen] = useState(false);
  const carried = useSyncExternalStore(files.subscribe, files.snapshot).filter(
    (each) => each.node === place.node && each.login === place.login,
  );
  return (
    <ExpandableSection
      toggleText={text.title}
      isExpanded={open}
      onToggle={(_, expanded) => setOpen(expanded)}
      className="sp-terminal-files"
    >
      <Asking place={place} />
      {carried.length > 0 && (
        <ul aria-label={text.list} className="sp-terminal-carried">
          {carried.map((each) => (
            <li key={each.id}>
              <One carried={each} node={name} />
            </li>
          ))}
        </ul>
      )}
    </ExpandableSection>
  );
}

function Asking({ place }: { place: Place }) {
  const [path, setPath] = useState("");
  const [where, setWhere] = useState(".");
  const [overwrite, setOverwrite] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);

  function fetchIt(event: FormEvent) {
    event.preventDefault();
    files.download(place, path);
  }
  const send = (chosen: FileList | null) => {
    for (const file of chosen ?? []) {
      files.upload(place, file, where, overwrite);
    }
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    send(event.dataTransfer.files);
  };
  return (
    <div className="sp-terminal-asking" onDragOver={(event) => event.preventDefault()} onDrop={dropped}>
      <form onSubmit={fetchIt}>
        <FormGroup label={text.path} fieldId="file-path">
          <TextInput id="file-path" value={path} onChange={(_, value) => setPath(value)} spellCheck={false} />
        </FormGroup>
        <Button type="submit" size="sm" isDisabled={path === ""}>
          {text.download}
        </Button>
      </form>
      <div>
        <FormGroup label={text.where} fieldId="file-where">
          <TextInput id="file-where" value={where} onChange={(_, value) => setWhere(value)} spellCheck={false} />
        </FormGroup>
        <Checkbox
          id="file-overwrite"
          label={text.overwrite}
          isChecked={overwrite}
          onChange={(_, checked) => setOverwrite(checked)}
        />
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label={text.choose}
          onChange={(event) => {
            send(event.target.files);
            // the same one may be chosen again
            event.target.value = "";
          }}
        />
        <Button size="sm" isDisabled={where === ""} onClick={() => chooser.current?.click()}>
          {text.choose}
        </Button>
        <Content component="small">{text.drop}</Content>
      </div>
    </div>
  );
}

function One({ carried, node }: { carried: Carried; node: string }) {
  const { id, direction, name, login, progress } = carried;
  const what = direction === "download" ? text.down(name) : text.up(name);
  switch (progress.state) {
    case "moving":
      return (
        <>
          {progress.size === undefined || progress.size === 0 ? (
            <span role="status">
              {what}: {text.underWay(bytes(progress.done))}
            </span>
          ) : (
            <Progress
              title={what}
              size="sm"
              value={Math.floor((progress.done / progress.size) * 100)}
              aria-label={what}
            />
          )}
          <Button size="sm" variant="link" aria-label={text.cancelOf(what)} onClick={() => files.cancel(id)}>
            {text.cancel}
          </Button>
        </>
      );
    case "mfa":
      return (
        <>
          {progress.failure && <ProblemAlert title={text.failed} failure={progress.failure} />}
          <ConfirmIt
            what={text.confirm(what, login, node)}
            onAnswer={(answer) => Promise.resolve(files.answer(id, answer))}
            onCancel={() => files.cancel(id)}
          />
        </>
      );
    case "failed":
      return (
        <>
          <ProblemAlert title={`${what}: ${text.failed}`} failure={progress.failure} />
          <Forget id={id} what={what} />
        </>
      );
    case "done":
      return (
        <>
          <span role="status">
            {what}: {text.done(bytes(progress.bytes), progress.path)}
          </span>
          <Forget id={id} what={what} />
        </>
      );
    case "cancelled":
      return (
        <>
          <span role="status">
            {what}: {text.cancelled}
          </span>
          <Forget id={id} what={what} />
        </>
      );
  }
}

function Forget({ id, what }: { id: number; what: string }) {
  return (
    <Button size="sm" variant="link" aria-label={text.forgetOf(what)} onClick={() => files.forget(id)}>
      {text.forget}
    </Button>
  );
}
