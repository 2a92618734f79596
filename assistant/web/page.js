// What the page does in the browser by itself: views, the quote scrolled to, short forms explained,
// finding in a document, copying, files sent and saved. Text from documents is only ever text here.
"use strict";
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const tell = (element, detail) => element.dispatchEvent(new CustomEvent("send", { detail, bubbles: true }));

  // Views: each has an address of its own, so that "back" works and a link can be sent.
  const names = () => $$("a[data-view]").map((link) => link.dataset.view);
  const filled = { commitments: "#sifting", documents: "#holdings", glossary: "#terms", timeline: "#dates" };
  const showView = () => {
    if (!names().length) return;
    const wanted = location.hash.slice(1);
    const view = names().includes(wanted) ? wanted : "chat";
    document.body.dataset.view = view;
    for (const link of $$("a[data-view]")) {
      if (link.dataset.view === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const place = filled[view] && $(`${filled[view]}`);
    if (place) inner(place).forEach((element) => tell(element, { do: "fill" }));
  };
  // The element that a component's own script listens on lies somewhere below its id.
  const inner = (place) => [place, ...$$("*", place)].filter((element) => element.dataset.ours);
  addEventListener("hashchange", showView);

  // Announcing: one line for screen readers, since the conversation is drawn anew with each turn.
  const announce = (words) => {
    let line = $("#announced");
    if (!line) {
      line = document.createElement("div");
      line.id = "announced";
      line.className = "unseen";
      line.setAttribute("role", "status");
      document.body.append(line);
    }
    if (line.textContent !== words) line.textContent = words;
  };

  // The conversation: a new turn is shown from its question, since an answer is read from there.
  const afterConversation = (element) => {
    const log = $(".log", element);
    const turns = $$(".turn, .objection", element);
    const last = turns.at(-1);
    if (!log || !last) return;
    const answer = $(".outcome", last);
    if (answer) {
      const said = $$(".verbatim", last).map((one) => one.textContent).join(" ");
      announce(`${answer.textContent} ${said}`);
    } else announce(last.textContent);
    markOpen();
    if (turns.length === Number(log.dataset.shown)) return;
    if (log.scrollHeight <= log.clientHeight) {
      // On a narrow screen the page scrolls, not the log.
      const { top, bottom } = last.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) last.scrollIntoView({ block: "start" });
      return;
    }
    log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
  };

  // The source: the quote comes into view; the number that it belongs to is marked.
  const isOpen = (button) => {
    const { turn, number } = $("#source .source")?.dataset ?? {};
    return turn !== undefined && button.dataset.turn === turn && button.dataset.number === number;
  };
  const numbers = () => $$("#conversation button[data-number]");
  const markOpen = () => {
    for (const button of numbers()) {
      if (isOpen(button)) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  };
  let opener = null;
  const afterSource = (element) => {
    markOpen();
    const panel = $(".source", element);
    const text = $(".document", element);
    if (!text) return;
    // The text scrolls within its own box: opening a source by itself must not move the page.
    const mark = $("mark", text);
    text.scrollTop = 0;
    if (mark) {
      const box = mark.getBoundingClientRect();
      const room = Math.max(0, text.clientHeight - box.height);
      text.scrollTop =
        box.top - text.getBoundingClientRect().top - Math.min(room / 2, text.clientHeight / 4);
    }
    if (panel.dataset.focus === "true") {
      $("h2", panel).focus({ preventScroll: true });
      panel.scrollIntoView({ block: "nearest" });
    }
  };
  const goBack = () => {
    const to = numbers().find(isOpen) ?? (opener?.isConnected ? opener : $("a[aria-current]"));
    to?.scrollIntoView({ block: "center" });
    to?.focus({ preventScroll: true });
  };

  // Finding in the open document; what is found is lit without touching the text.
  const search = { ranges: [], at: -1 };
  const find = (words) => {
    const text = $("#source .document");
    search.ranges = [];
    search.at = -1;
    const wanted = words.trim().toLowerCase();
    if (text && wanted.length > 1) {
      const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const held = node.data.toLowerCase();
        for (let at = held.indexOf(wanted); at >= 0; at = held.indexOf(wanted, at + 1)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, Math.min(at + wanted.length, node.length));
          search.ranges.push(range);
        }
      }
    }
    light(wanted);
  };
  const light = (wanted) => {
    const said = $("#source .found");
    if (said) {
      const place = search.at >= 0 ? `${search.at + 1} of ` : "";
      const count = search.ranges.length;
      said.textContent = wanted ? `${place}${count} ${count === 1 ? "match" : "matches"}` : "";
    }
    if (!CSS.highlights) return;
    CSS.highlights.set("found", new Highlight(...search.ranges));
    CSS.highlights.set("found-now", new Highlight(...search.ranges.slice(search.at, search.at + 1)));
    if (search.at < 0) CSS.highlights.delete("found-now");
  };
  const step = (by) => {
    if (!search.ranges.length) return;
    const count = search.ranges.length;
    search.at = search.at < 0 && by < 0 ? count - 1 : (search.at + by + count) % count;
    const text = $("#source .document");
    const top = search.ranges[search.at].getBoundingClientRect().top;
    text.scrollTop += top - text.getBoundingClientRect().top - text.clientHeight / 3;
    light($("[data-find]").value);
  };

  // Short forms: what they stand for, on hover, focus or tap; Escape takes it away.
  const tip = () => {
    let box = $("#means");
    if (!box) {
      box = document.createElement("div");
      box.id = "means";
      box.setAttribute("role", "tooltip");
      box.hidden = true;
      document.body.append(box);
    }
    return box;
  };
  let explained = null;
  const explain = (button) => {
    const box = tip();
    explained?.removeAttribute("aria-describedby");
    explained = button;
    if (!button) {
      box.hidden = true;
      return;
    }
    const means = document.createElement("b");
    means.textContent = button.dataset.means;
    const from = document.createElement("span");
    from.textContent = `Defined in ${button.dataset.from}. Press to open it.`;
    box.replaceChildren(means, from);
    box.hidden = false;
    button.setAttribute("aria-describedby", "means");
    const place = button.getBoundingClientRect();
    const left = Math.min(place.left, innerWidth - box.offsetWidth - 8);
    const below = place.bottom + box.offsetHeight < innerHeight;
    box.style.left = `${Math.max(8, left)}px`;
    box.style.top = `${below ? place.bottom : place.top - box.offsetHeight}px`;
  };
  const inTip = (node) => node instanceof Node && ($("#means")?.contains(node) ?? false);
  document.addEventListener("mouseover", (event) => {
    const button = event.target.closest?.(".term");
    if (button) explain(button);
    else if (explained && !inTip(event.target) && explained !== document.activeElement) explain(null);
  });
  document.addEventListener("focusin", (event) => explain(event.target.closest(".term")));
  document.addEventListener("scroll", () => explained && explain(null), true);

  // Copying: plain and formatted at once; the place that it is pasted to takes what it can.
  const copy = async (button) => {
    const { copy: plain, formatted } = button.dataset;
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/plain": new Blob([plain], { type: "text/plain" }),
          "text/html": new Blob([formatted], { type: "text/html" }),
        }),
      ]);
    } catch {
      // Without HTTPS a browser lends its clipboard only to this older way.
      const put = (event) => {
        event.preventDefault();
        event.clipboardData.setData("text/plain", plain);
        event.clipboardData.setData("text/html", formatted);
      };
      document.addEventListener("copy", put, { once: true });
      document.execCommand("copy");
      document.removeEventListener("copy", put);
    }
    const before = button.textContent;
    button.textContent = "Copied";
    announce("The answer is copied with its citations.");
    setTimeout(() => (button.textContent = before), 2000);
  };

  // Files: sent here with their progress shown; the word that comes back adds them.
  const sendFiles = (form) => {
    const said = $(".sent", form);
    const bar = $("progress", form);
    const files = $("input[type=file]", form).files;
    if (!files.length) {
      said.textContent = "Choose a file first.";
      return;
    }
    const body = new FormData();
    for (const file of files) body.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", "upload");
    request.upload.addEventListener("progress", (event) => {
      bar.hidden = false;
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      bar.hidden = true;
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = { error: "The files did not arrive. Try again." };
      }
      said.textContent = answer.error ?? "";
      if (answer.word) {
        form.reset();
        tell(form, { do: "put", word: answer.word });
      }
    });
    said.textContent = "Sending…";
    request.send(body);
  };
  const drop = (event) => event.target.closest?.(".drop");
  document.addEventListener("dragover", (event) => {
    if (!drop(event)) return;
    event.preventDefault();
    drop(event).classList.add("over");
  });
  document.addEventListener("dragleave", (event) => drop(event)?.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    const place = drop(event);
    if (!place) return;
    event.preventDefault();
    place.classList.remove("over");
    $("input", place).files = event.dataTransfer.files;
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-upload]")) sendFiles(event.target);
    else if (event.target.matches("[data-leave]")) event.target.submit();
  });
  document.addEventListener("click", (event) => {
    const target = event.target;
    const button = target.closest("button");
    const mark = target.closest("[data-open]");
    if (mark) tell(mark, { do: "open", document: mark.dataset.open, start: "0", end: "0" });
    if (!button) return;
    const { copy: words, back, found, do: what } = button.dataset;
    if (what === "open" && !button.closest("#source")) opener = button;
    if (what === "ask" || what === "again" || what === "without") {
      location.hash = "chat";
      $(".log")?.focus({ preventScroll: true }); // the button is about to go
    }
    if (what === "edit") $("#question textarea").focus();
    if (words !== undefined) copy(button);
    if (back !== undefined) goBack();
    if (found !== undefined) step(Number(found));
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-find]")) find(event.target.value);
    if (event.target.matches("[data-rows]")) {
      const wanted = event.target.value.trim().toLowerCase();
      for (const row of $$("[data-row]", event.target.closest("section")))
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && explained) explain(null);
    if (event.key === "Enter" && event.target.matches?.("[data-find]")) {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
  });

  const after = {
    conversation: afterConversation,
    source: afterSource,
    takeaway: (element) => $("a[data-save]", element)?.click(),
    register: (element) => {
      $("a[data-save]", element)?.click();
      if (document.body.dataset.view === "commitments") announce($("caption, p", element)?.textContent ?? "");
    },
    views: showView,
  };
  document.addEventListener("rendered", (event) => {
    for (const id of Object.keys(after)) {
      const place = event.target.closest(`#${id}`);
      if (place) after[id](place);
    }
    // What was typed while the app was starting is still there.
    const early = sessionStorage.getItem("early");
    const box = $("#question textarea");
    if (early && box && !box.disabled) {
      sessionStorage.removeItem("early");
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, early);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();
