import { Bullseye, Button, DescriptionList, Flex, Form, FormGroup, Spinner, TextInput } from "@patternfly/react-core";
import { DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from "@patternfly/react-core";
import { type FormEvent, useEffect, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import { Gate } from "../page/Gate";
import { ProblemAlert } from "../page/ProblemAlert";
import { localTime } from "../page/time";
import { approveApi, type LoginRequest } from "./api";
import { text } from "./text";

type Outcome = "approved" | "denied";

/** A program asks to log in as the person who is signed in here. */
export function ApprovePage({ id, user }: { id: string; user: string }) {
  const [request, setRequest] = useState<LoginRequest>();
  const [failure, setFailure] = useState<ProblemError>();

  useEffect(() => {
    let current = true;
    setRequest(undefined);
    setFailure(undefined);
    approveApi.view(id).then(
      (view) => current && setRequest(view),
      (problem: unknown) => current && setFailure(problemOf(problem)),
    );
    return () => {
      current = false;
    };
  }, [id]);

  if (failure) {
    return (
      <Gate title={text.unusable}>
        <ProblemAlert title={text.refused} failure={failure} />
      </Gate>
    );
  }
  if (!request) {
    return (
      <Gate title={text.title}>
        <Bullseye>
          <Spinner aria-label={text.looking} />
        </Bullseye>
      </Gate>
    );
  }
  return <Decision request={request} user={user} />;
}

/** The program is on another machine and shows a code. */
export function DevicePage({ user }: { user: string }) {
  const [code, setCode] = useState("");
  const [request, setRequest] = useState<LoginRequest>();
  const [failure, setFailure] = useState<ProblemError>();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      setRequest(await approveApi.find(code));
    } catch (problem) {
      setFailure(problemOf(problem));
    }
    setBusy(false);
  }

  if (request) {
    return <Decision request={request} user={user} />;
  }
  return (
    <Gate title={text.title} subtitle={text.enter}>
      <Form onSubmit={(event) => void submit(event)}>
        {failure && <ProblemAlert title={text.noneWaits} failure={failure} />}
        <FormGroup label={text.code} isRequired fieldId="user-code">
          <TextInput
            id="user-code"
            value={code}
            onChange={(_, value) => setCode(value.toUpperCase())}
            autoComplete="off"
            autoCapitalize="characters"
            autoFocus
            maxLength={16}
            isRequired
          />
        </FormGroup>
        <Button type="submit" isBlock isLoading={busy} isDisabled={busy || code.trim().length < 8}>
          {text.go}
        </Button>
      </Form>
    </Gate>
  );
}

function Decision({ request, user }: { request: LoginRequest; user: string }) {
  const [outcome, setOutcome] = useState<Outcome>();
  const [failure, setFailure] = useState<ProblemError>();
  const [busy, setBusy] = useState(false);

  async function decide(wanted: Outcome) {
    setBusy(true);
    setFailure(undefined);
    try {
      const { redirect } = await (wanted === "approved" ? approveApi.approve(request.id) : approveApi.deny(request.id));
      setOutcome(wanted);
      if (redirect) {
        // to the port of the program on this machine, with the code
        location.assign(redirect);
      }
    } catch (problem) {
      setFailure(problemOf(problem));
    }
    setBusy(false);
  }

  if (outcome) {
    return (
      <Gate title={outcome === "approved" ? text.approved : text.denied}>
        <p>{text.close}</p>
      </Gate>
    );
  }
  return (
    <Gate title={text.ask(request.client)} subtitle={text.actsAs(user)}>
      <DescriptionList isHorizontal isCompact>
        <Term name={text.from} value={request.address} />
        <Term name={text.at} value={localTime(request.created)} />
        <Term name={text.itsKey} value={request.key_fingerprint} />
        <Term name={text.until} value={localTime(request.expires)} />
      </DescriptionList>
      {request.method === "device" && (
        <p className="sp-above">
          {text.elsewhere}
        </p>
      )}
      {failure && <ProblemAlert title={text.undecided} failure={failure} />}
      <Flex className="sp-above">
        <Button isDisabled={busy} onClick={() => void decide("approved")}>
          {text.approve}
        </Button>
        <Button variant="secondary" isDisabled={busy} onClick={() => void decide("denied")}>
          {text.deny}
        </Button>
      </Flex>
    </Gate>
  );
}

function Term({ name, value }: { name: string; value: string }) {
  return value === "" ? null : (
    <DescriptionListGroup>
      <DescriptionListTerm>{name}</DescriptionListTerm>
      <DescriptionListDescription>{value}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}
