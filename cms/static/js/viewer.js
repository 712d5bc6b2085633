/* PDFs in the page (data-viewer): pages drawn as they come into view, with their words over them; notes as frames.
   Without this file the link to the file stays. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const ZOOMS = [50, 75, 100, 125, 150, 200, 300];
  let library = null;
  const load = (box) => {
    library ||= import(box.dataset.lib).then((pdf) => {
      pdf.GlobalWorkerOptions.workerSrc = box.dataset.worker;
      return pdf;
    });
    return library;
  };

  class Viewer {
    constructor(box) {
      this.box = box;
      this.bar = $(".viewer-bar", box);
      this.room = $(".viewer-pages", box);
      this.zoom = 100;
      this.pages = [];
    }

    async open() {
      const pdf = await load(this.box);
      const { src, fonts, wasm } = this.box.dataset;
      this.pdf = pdf;
      this.file = await pdf.getDocument({
        url: src, withCredentials: true, disableRange: true, enableXfa: false, useSystemFonts: true,
        standardFontDataUrl: fonts, wasmUrl: wasm, verbosity: pdf.VerbosityLevel.ERRORS,
      }).promise;
      this.bar.hidden = this.room.hidden = false;
      $("[data-page-count]", this.bar).textContent = this.file.numPages;
      const first = await this.file.getPage(1);
      const size = first.getViewport({ scale: 1 });
      for (let number = 1; number <= this.file.numPages; number += 1) this.room.append(this.place(number, size));
      this.bind();
      this.fit();
      this.notes();
      this.box.dataset.ready = "yes";
    }

    place(number, size) {
      const page = document.createElement("div");
      page.className = "pdf-page";
      page.dataset.page = number;
      page.setAttribute("role", "group");
      page.setAttribute("aria-label", this.box.dataset.pageWords.replace("%p", number).replace("%n", this.file.numPages));
      this.pages.push({ box: page, number, width: size.width, height: size.height, drawn: 0, task: null });
      return page;
    }

    bind() {
      for (const button of $$("[data-turn]", this.bar)) button.addEventListener("click", () => this.turn(this.current() + Number(button.dataset.turn)));
      for (const button of $$("[data-zoom]", this.bar)) button.addEventListener("click", () => this.step(Number(button.dataset.zoom)));
      const input = $("[data-page-input]", this.bar);
      input.addEventListener("change", () => this.turn(Number(input.value) || this.current()));
      input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); this.turn(Number(input.value) || this.current()); } });
      this.eyes = new IntersectionObserver((seen) => {
        for (const one of seen) {
          const page = this.pages[Number(one.target.dataset.page) - 1];
          page.seen = one.isIntersecting;
          if (page.seen) this.draw(page);
        }
        if (document.activeElement !== input) input.value = this.current();
      }, { rootMargin: "400px 0px" });
      for (const page of this.pages) this.eyes.observe(page.box);
      new ResizeObserver(() => {
        if (Math.abs(this.room.clientWidth - this.width) < 4) return;
        clearTimeout(this.later);
        this.later = setTimeout(() => this.fit(), 150);
      }).observe(this.room);
    }

    current() {
      const middle = innerHeight / 3;
      const found = this.pages.find((page) => page.box.getBoundingClientRect().bottom > middle);
      return (found || this.pages.at(-1)).number;
    }

    turn(number) {
      const page = this.pages[Math.max(1, Math.min(this.pages.length, number)) - 1];
      page.box.scrollIntoView({ block: "start" });
      $("[data-page-input]", this.bar).value = page.number;
    }

    step(by) {
      const place = ZOOMS.indexOf(this.zoom);
      this.zoom = ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, place + by))];
      this.fit();
    }

    fit() {
      const style = getComputedStyle(this.room);
      this.width = this.room.clientWidth;
      const inner = this.width - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 2;
      $("[data-zoom-shown]", this.bar).textContent = `${this.zoom} %`;
      for (const page of this.pages) {
        page.scale = (inner / page.width) * (this.zoom / 100);
        page.box.style.width = `${Math.floor(page.width * page.scale)}px`;
        page.box.style.height = `${Math.floor(page.height * page.scale)}px`;
        page.drawn = 0;
        if (page.seen) this.draw(page);
      }
    }

    async draw(page) {
      if (page.drawn === page.scale) return;
      page.drawn = page.scale;
      page.task?.cancel();
      const sheet = await this.file.getPage(page.number);
      const own = sheet.getViewport({ scale: 1 });
      if (own.width !== page.width || own.height !== page.height) {
        page.scale *= page.width / own.width;
        Object.assign(page, { width: own.width, height: own.height, drawn: page.scale });
        page.box.style.height = `${Math.floor(page.height * page.scale)}px`;
      }
      const scale = page.scale, viewport = sheet.getViewport({ scale });
      const dense = Math.min(devicePixelRatio || 1, 2);
      const canvas = document.createElement("canvas");
      canvas.width = Math.floor(viewport.width * dense);
      canvas.height = Math.floor(viewport.height * dense);
      canvas.setAttribute("aria-hidden", "true");
      page.task = sheet.render({ canvas, viewport, transform: dense === 1 ? null : [dense, 0, 0, dense, 0, 0] });
      try {
        await page.task.promise;
      } catch (error) {
        if (error?.name === "RenderingCancelledException") return;
        throw error;
      }
      if (page.scale !== scale) return;
      const words = document.createElement("div");
      words.className = "textLayer";
      page.box.style.setProperty("--total-scale-factor", scale);
      await new this.pdf.TextLayer({ textContentSource: sheet.streamTextContent(), container: words, viewport }).render();
      if (page.scale !== scale) return;
      for (const old of $$("canvas, .textLayer", page.box)) old.remove();
      page.box.prepend(canvas, words);
      page.box.dataset.drawn = "yes";
    }

    notes() {
      for (const old of $$(".pdf-note", this.room)) old.remove();
      for (const row of $$(`[data-note][data-in-file="${this.box.dataset.viewer}"]`)) {
        const page = this.pages[Number(row.dataset.page) - 1];
        if (!page) continue;
        const frame = document.createElement("a");
        frame.className = "pdf-note";
        frame.href = `#note-${row.dataset.note}`;
        frame.setAttribute("aria-label", this.box.dataset.noteWords.replace("%s", row.dataset.note));
        const number = document.createElement("span");
        number.textContent = row.dataset.note;
        frame.append(number);
        const area = row.dataset.area ? row.dataset.area.split(",").map(Number) : null;
        if (area && area[2] > 0.01 && area[3] > 0.005) {
          ["left", "top", "width", "height"].forEach((side, place) => { frame.style[side] = `${area[place] * 100}%`; });
        } else if (area) {
          frame.style.left = `calc(${area[0] * 100}% - .8rem)`;
          frame.style.top = `calc(${area[1] * 100}% - .8rem)`;
          frame.style.width = frame.style.height = "1.6rem";
        } else frame.classList.add("whole");
        page.box.append(frame);
      }
    }
  }

  const viewers = [];
  const start = (box) => {
    const viewer = new Viewer(box);
    viewers.push(viewer);
    viewer.open().catch((error) => {
      const words = document.createElement("p");
      words.className = "error file-line";
      words.textContent = box.dataset.broken;
      box.append(words);
      console.warn(error);
    });
  };
  // A file is fetched once it is about to be seen.
  const soon = new IntersectionObserver((seen) => {
    for (const one of seen) {
      if (!one.isIntersecting) continue;
      soon.unobserve(one.target);
      start(one.target);
    }
  }, { rootMargin: "600px 0px" });
  for (const box of $$("[data-viewer]")) soon.observe(box);
  document.addEventListener("tirek:noted", () => { for (const viewer of viewers) if (viewer.file) viewer.notes(); });
})();
