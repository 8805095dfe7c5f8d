import { useState } from "react";

const KEY = "sallyport-favourites";
const MOST = 100;

function stored(): string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(names) ? names.filter((each): each is string => typeof each === "string") : [];
  } catch {
    return [];
  }
}

/** Names of nodes, kept in this browser. */
export function useFavourites(): { favourites: string[]; toggle: (name: string) => void } {
  const [favourites, setFavourites] = useState(stored);
  const toggle = (name: string) => {
    const kept = favourites.includes(name)
      ? favourites.filter((each) => each !== name)
      : [...favourites, name].sort().slice(0, MOST);
    localStorage.setItem(KEY, JSON.stringify(kept));
    setFavourites(kept);
  };
  return { favourites, toggle };
}
