(() => {
  if (window.netroiFields) return;
  window.netroiFields = true;

  // Fields whose keys begin with "number" bring up a numeric keyboard.
  const decimal = ({ target }) => {
    const field = target.closest?.('[class*="st-key-number-"]')?.querySelector("input");
    if (field) field.inputMode = "decimal";
  };
  // Before the focus where a finger touches the field, at the focus where a key leads there.
  for (const event of ["pointerdown", "focusin"]) document.addEventListener(event, decimal, true);

  // A field that loses the focus sends its value in a task of its own. A tap sends the request for the link's page
  // before that, and Streamlit would show the page, then hear of the field and go back. So links open a task later.
  const links = "[data-testid=stPageLink-NavLink]";
  const later = (event) => {
    const tapped = event.target.closest?.(links);
    if (!tapped || !event.isTrusted || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A run may draw the link anew until then, or make it another one.
    const { href } = tapped;
    const open = () => [tapped, ...document.querySelectorAll(links)].find((a) => a.isConnected && a.href === href)?.click();
    setTimeout(() => setTimeout(open));
  };
  document.addEventListener("click", later, true);

  // The server knows no widths: a hidden box tells it. The style sheet starts an animation in it where it appears, and
  // where the window gets narrow or wide.
  const fit = () => {
    const box = document.querySelector(".st-key-narrow-window input");
    if (!box) return;
    box.tabIndex = -1;
    box.closest(".st-key-narrow-window").ariaHidden = true;
    if (box.checked !== matchMedia("(max-width: 40rem)").matches) box.click();
  };
  document.addEventListener("animationstart", ({ target }) => target.closest(".st-key-narrow-window") && fit());
  fit();

  // Streamlit's own elements go dark and light with the system at once, but a chart has the colors of its run. The key R
  // runs the page again. Streamlit ignores it while a page runs, and tells the server what its root element shows.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const pressR = () => {
    for (const press of ["keydown", "keyup"])
      document.dispatchEvent(new KeyboardEvent(press, { bubbles: true, code: "KeyR", key: "r", keyCode: 82 }));
  };
  let waiting;
  const repaint = () => {
    clearTimeout(waiting);
    const app = document.querySelector("[data-testid=stApp]");
    const ready =
      app?.dataset.testScriptState === "notRunning" &&
      getComputedStyle(app).colorScheme === (system.matches ? "dark" : "light");
    // One task later, React has told the rest of the page, too.
    waiting = setTimeout(ready ? pressR : repaint, ready ? 0 : 50);
  };
  system.addEventListener("change", repaint);
})();
