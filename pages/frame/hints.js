// Shows the help of a link to a page as its title: Streamlit draws a link with help twice, once more for phones.
(hints) => {
  const show = ({ target }) => {
    const link = target.closest?.("[data-testid=stPageLink-NavLink]");
    if (!link) return;
    const help = link.closest(".st-key-menu") ? hints.menu : hints.pages;
    link.title = help[link.pathname.split("/").pop()] ?? "";
  };
  for (const event of ["pointerover", "focusin"]) document.addEventListener(event, show, true);
}
