const DARK = "pf-v6-theme-dark";
const KEY = "sallyport-theme";

export function isDark(): boolean {
  return document.documentElement.classList.contains(DARK);
}

export function setDark(dark: boolean): void {
  document.documentElement.classList.toggle(DARK, dark);
}

/** What was chosen last, else what the system prefers. */
export function startTheme(): void {
  const chosen = localStorage.getItem(KEY);
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  setDark(chosen === null ? system.matches : chosen === "dark");
  system.addEventListener("change", (change) => {
    if (localStorage.getItem(KEY) === null) {
      setDark(change.matches);
    }
  });
}

export function chooseTheme(dark: boolean): void {
  localStorage.setItem(KEY, dark ? "dark" : "light");
  setDark(dark);
}
