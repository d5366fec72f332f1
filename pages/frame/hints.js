// Shows the help of the menu as titles: Streamlit draws a link or button with help twice, once more for phones.
(hints) => {
  const show = ({ target }) => {
    const entry = target.closest?.("[data-testid=stPageLink-NavLink], .st-key-menu button");
    const help = hints[entry?.querySelector("[data-testid=stMarkdownContainer]")?.textContent];
    if (help) entry.title = help;
  };
  for (const event of ["pointerover", "focusin"]) document.addEventListener(event, show, true);
}
