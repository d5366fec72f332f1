(() => {
  const html = document.currentScript.parentElement;
  if (!html.querySelector("[data-step]")?.dataset.step) return;
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  const heading = document.querySelector(".st-key-quiz-question h1");
  if (heading) {
    heading.tabIndex = -1;
    heading.style.outline = "none";
    heading.focus({ preventScroll: true });
  }
})();
