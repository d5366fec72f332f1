(() => {
  if (window.netroiNumbers) return;
  window.netroiNumbers = true;
  const decimal = ({ target }) => {
    const field = target.closest?.('[class*="st-key-number-"]')?.querySelector("input");
    if (field) field.inputMode = "decimal";
  };
  // Before the focus where a finger touches the field, at the focus where a key leads there.
  for (const event of ["pointerdown", "focusin"]) document.addEventListener(event, decimal, true);
})();
