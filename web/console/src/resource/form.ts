import type { ComponentType } from "react";

/** A mistake that belongs to one field, by the field's id. */
export interface Wrong {
  id: string;
  message: string;
}

export interface FormProps {
  source: string;
  onChange: (source: string) => void;
  readOnly: boolean;
  /** Not stored yet, so that it can still be named. */
  fresh: boolean;
  wrong: Wrong | undefined;
}

/** A form for the documents of one kind. */
export interface DocumentForm {
  Form: ComponentType<FormProps>;
  /** The id of the field of which a message speaks; of source that was sent as text the server names lines. */
  fieldOf: (message: string, source: string, sentAsText: boolean) => string | undefined;
}
