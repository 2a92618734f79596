// What every component of ours does: hands on what a button or form says in `data-do`, and tells
// the page when it shows something new. The listeners sit on the component, so they outlive every
// new rendering of what is in it.
const EVENTS = [/* names */];

const send = (data) => {
  if (EVENTS.includes(data.do)) trigger(data.do, { ...data });
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (button && button.getAttribute("aria-disabled") !== "true") send(button.dataset);
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  send({ ...form.dataset, ...Object.fromEntries(new FormData(form, event.submitter)) });
});

// From the page's own script: a link followed, or files that have arrived.
element.addEventListener("send", (event) => send(event.detail));

element.dataset.ours = "true";
element.dispatchEvent(new CustomEvent("rendered", { bubbles: true }));
watch("value", () => element.dispatchEvent(new CustomEvent("rendered", { bubbles: true })));
