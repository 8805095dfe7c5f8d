/**
 * xterm writes its rules into style elements and some colours into the style attributes of spans, which the content policy
 * forbids. Here the same writes are taken and passed on in ways that the policy allows to scripts of our own: constructed
 * style sheets, and the style objects of elements.
 */
const create = (name: string) => Document.prototype.createElement.call(document, name) as HTMLElement;

function styleElement(): HTMLElement {
  const sheet = new CSSStyleSheet();
  const element = create("span");
  element.hidden = true;
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  Object.defineProperty(element, "textContent", { set: (rules: string) => sheet.replaceSync(rules) });
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    HTMLElement.prototype.remove.call(element);
  };
  return element;
}

/** For good: rows are made and made again with these. */
export function strictSpans(): void {
  HTMLSpanElement.prototype.setAttribute = function (this: HTMLSpanElement, name: string, value: string) {
    if (name === "style") {
      this.style.cssText = value;
    } else {
      HTMLElement.prototype.setAttribute.call(this, name, value);
    }
  };
}

/** While that runs, which is when xterm makes its style elements. */
export function strictly(run: () => void): void {
  document.createElement = ((name: string) =>
    name === "style" ? styleElement() : create(name)) as Document["createElement"];
  try {
    run();
  } finally {
    // the prototype's shows again
    delete (document as { createElement?: unknown }).createElement;
  }
}
