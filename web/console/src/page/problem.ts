/** A refusal as the server words it: who refused, why, and what to do. */
export interface Parts {
  layer: string;
  cause: string;
  remedy: string;
}

/** The server writes "layer: cause; remedy". What has no layer is shown as it is. */
export function partsOf(detail: string): Parts {
  const layer = /^([A-Za-z][\w. -]{0,40}): /.exec(detail)?.[1] ?? "";
  if (layer === "") {
    return { layer: "", cause: detail, remedy: "" };
  }
  const rest = detail.slice(layer.length + 2);
  const cut = rest.lastIndexOf("; ");
  return cut < 0
    ? { layer, cause: rest, remedy: "" }
    : { layer, cause: rest.slice(0, cut), remedy: rest.slice(cut + 2) };
}
