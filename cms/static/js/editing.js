/* Lists in the editor. data-lines: a text of lines becomes a field for each line, to add, remove and put in order.
   .names: a field to find a box by its name, and how many are ticked. Without this file both work as they stand. */
(() => {
  "use strict";
  const make = (tag, options = {}) => Object.assign(document.createElement(tag), options);
  const tell = (field) => ["input", "change"].forEach((kind) => field.dispatchEvent(new Event(kind, { bubbles: true })));

  class Lines {
    constructor(text) {
      this.text = text;
      this.words = text.dataset;
      this.list = make("ol", { className: "lines" });
      const more = make("button", { type: "button", className: "button button-small button-secondary" });
      more.textContent = this.words.linesAdd;
      more.addEventListener("click", () => this.add("", null).focus());
      const lines = text.value.split("\n").filter((line) => line.trim());
      (lines.length ? lines : [""]).forEach((line) => this.add(line, null));
      text.after(this.list, more);
      text.hidden = true;
      text.removeAttribute("required");
    }

    rows() {
      return [...this.list.children];
    }

    add(value, after) {
      const row = make("li");
      const field = make("textarea", { className: "line", rows: 1, value });
      field.addEventListener("input", () => this.write());
      field.addEventListener("keydown", (event) => this.onKey(event, row, field));
      field.addEventListener("paste", (event) => this.onPaste(event, row, field));
      const button = (act, sign) => {
        const one = make("button", { type: "button", className: "lines-button", textContent: sign });
        one.dataset.act = act;
        one.addEventListener("click", () => this.act(act, row));
        return one;
      };
      row.append(field, button("Up", "↑"), button("Down", "↓"), button("Remove", "×"));
      after ? after.after(row) : this.list.append(row);
      this.number();
      return field;
    }

    act(act, row) {
      const { previousElementSibling: before, nextElementSibling: next } = row;
      if (act === "Up" && before) before.before(row);
      if (act === "Down" && next) next.after(row);
      if (act === "Remove") {
        row.remove();
        if (!this.rows().length) this.add("", null);
        (next || this.list.lastElementChild).querySelector(".line").focus();
      } else {
        row.querySelector(`[data-act=${act}]`).focus();
      }
      this.number();
      this.write();
    }

    onKey(event, row, field) {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (field.value.trim()) this.add("", row).focus();
    }

    onPaste(event, row, field) {
      const lines = event.clipboardData.getData("text").split(/\r?\n/).filter((line) => line.trim());
      if (lines.length < 2) return;
      event.preventDefault();
      field.setRangeText(lines[0].trim(), field.selectionStart, field.selectionEnd, "end");
      let last = row;
      lines.slice(1).forEach((line) => {
        last = this.add(line.trim(), last).parentElement;
      });
      last.querySelector(".line").focus();
      this.write();
    }

    number() {
      this.rows().forEach((row, place) => {
        const words = (name) => this.words[`lines${name}`].replace("%(number)s", place + 1);
        row.querySelector(".line").setAttribute("aria-label", words("Name"));
        row.querySelectorAll("button").forEach((one) => {
          one.setAttribute("aria-label", words(one.dataset.act));
          one.title = words(one.dataset.act);
        });
      });
    }

    write() {
      this.text.value = this.rows().map((row) => row.querySelector(".line").value.replace(/\s+/g, " ").trim()).filter(Boolean).join("\n");
      tell(this.text);
    }
  }

  const names = (box) => {
    const { namesFind, namesChosen } = box.dataset;
    const labels = [...box.querySelectorAll("label")];
    const find = make("input", { type: "search", placeholder: namesFind });
    find.setAttribute("aria-label", namesFind);
    const count = make("p", { className: "help" });
    count.setAttribute("role", "status");
    const say = () => {
      count.textContent = namesChosen.replace("%(number)s", box.querySelectorAll(":checked").length);
    };
    find.addEventListener("input", () => {
      const wanted = find.value.trim().toLocaleLowerCase();
      labels.forEach((label) => {
        const shown = label.textContent.toLocaleLowerCase().includes(wanted) || label.querySelector(":checked");
        label.parentElement.hidden = !shown;
      });
    });
    find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    box.addEventListener("change", say);
    box.before(find, count);
    say();
  };

  const start = () => {
    document.querySelectorAll("textarea[data-lines]").forEach((text) => new Lines(text));
    document.querySelectorAll(".names[data-names-find]").forEach(names);
  };
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
