(() => {
  const html = document.currentScript.parentElement;
  if (!window.netroiNumbers) {
    window.netroiNumbers = true;
    const decimal = ({ target }) => {
      const field = target.closest?.('[class*="st-key-number-"]')?.querySelector("input");
      if (field) field.inputMode = "decimal";
    };
    // Before the focus where a finger touches the field, at the focus where a key leads there.
    for (const event of ["pointerdown", "focusin"]) document.addEventListener(event, decimal, true);
  }
  if (!html.querySelector("[data-step]")?.dataset.step) return;
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  const heading = document.querySelector(".st-key-quiz-question h1");
  if (heading) {
    heading.tabIndex = -1;
    heading.style.outline = "none";
    heading.focus({ preventScroll: true });
  }
})();
