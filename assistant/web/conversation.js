// Clicks in the conversation, and where it is scrolled to. Runs once, when the component loads:
// the listener sits on the component itself, so it outlives every new rendering of what is in it.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { ask, turn, number } = button.dataset;
  if (ask !== undefined) {
    trigger("submit", { question: ask });
    element.querySelector(".log")?.focus({ preventScroll: true }); // the button is about to go
  } else if (number !== undefined) {
    trigger("select", { turn: Number(turn), number: Number(number) });
  }
});

// A new turn is shown from its question, since an answer is read from its beginning.
watch("value", () => {
  const log = element.querySelector(".log");
  const last = [...element.querySelectorAll(".turn, .objection")].pop();
  if (!log || !last) return;
  if (log.scrollHeight <= log.clientHeight) {
    // On a narrow screen the page scrolls, not the log.
    const { top, bottom } = last.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) last.scrollIntoView({ block: "start" });
    return;
  }
  const shift = last.getBoundingClientRect().top - log.getBoundingClientRect().top;
  log.scrollTop += shift - 8;
});
