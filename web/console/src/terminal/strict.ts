/**
 * xterm writes its rules into style elements and colours into style attributes, which the content policy forbids. These
 * stand-ins take the same writes and pass them on in the ways that the policy allows to scripts of our own: constructed
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

function spanElement(): HTMLElement {
  const element = create("span");
  element.setAttribute = (name: string, value: string) => {
    if (name === "style") {
      element.style.cssText = value;
    } else {
      HTMLElement.prototype.setAttribute.call(element, name, value);
    }
  };
  return element;
}

function createElement(name: string): HTMLElement {
  switch (name) {
    case "style":
      return styleElement();
    case "span":
      return spanElement();
    default:
      return create(name);
  }
}

/** The document as xterm is to see it. */
export function strictDocument(): Document {
  return new Proxy(document, {
    get(target, key) {
      if (key === "createElement") {
        return createElement;
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
}

/** While that runs: xterm 6.0 asks the real document for the style of its scroll bar, whatever document it was given. */
export function strictly(run: () => void): void {
  document.createElement = createElement as Document["createElement"];
  try {
    run();
  } finally {
    // the prototype's shows again
    delete (document as { createElement?: unknown }).createElement;
  }
}
