// Clicks in the source panel, and bringing the quote into view whenever a source opens.
const numbersInChat = () => document.querySelectorAll("#conversation button[data-number]");

const isOpen = (button) => {
  const panel = element.querySelector(".source");
  return button.dataset.turn === panel?.dataset.turn && button.dataset.number === panel.dataset.number;
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { turn, number, back } = button.dataset;
  if (number !== undefined) trigger("select", { turn: Number(turn), number: Number(number) });
  if (back !== undefined) {
    const marker = [...numbersInChat()].find(isOpen);
    marker?.scrollIntoView({ block: "center" });
    marker?.focus({ preventScroll: true });
  }
});

watch("value", () => {
  for (const button of numbersInChat()) {
    if (isOpen(button)) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  const panel = element.querySelector(".source");
  const text = element.querySelector(".document");
  const mark = text?.querySelector("mark");
  if (!text) return;
  // The text scrolls within its own box: opening a source by itself must not move the page.
  text.scrollTop = 0;
  if (mark) {
    const top = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
    const room = Math.max(0, text.clientHeight - mark.getBoundingClientRect().height);
    text.scrollTop = top - Math.min(room / 2, text.clientHeight / 4);
  }
  if (panel.dataset.focus === "true") {
    panel.querySelector("h2").focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  }
});
