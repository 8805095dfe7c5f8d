export function Brand() {
  return (
    <span className="sp-brand">
      <img src="/favicon.svg" alt="" width="28" height="28" />
      Sallyport
    </span>
  );
}
